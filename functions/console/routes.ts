import { html } from 'hono/html';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import type { ApiIncident } from '../../shared/client/types.ts';
import { open } from '../../shared/console/acts/open.ts';
import { isUnderWay } from '../../shared/console/entries.ts';
import type { Html } from '../../shared/console/layout.ts';
import { alertNotice, calmNotice } from '../../shared/console/notices.ts';
import { overviewPage } from '../../shared/console/overview.ts';
import { incidentPage, mergedWith, messagePage, path, saidPage } from '../../shared/console/pages.ts';
import { PAGES } from '../../shared/console/paths.ts';
import { submissionOf } from '../../shared/console/submission.ts';
import type { ChannelName } from '../../shared/core/delivery.ts';
import { isPersonalChannel } from '../../shared/core/subscribers/subscriber.ts';
import type { ChannelMode } from '../../shared/ports/control.ts';
import { beginningForm } from './acts.ts';
import { floodsBeside, toldBackOf, waitingAtDesk } from './desk.ts';
import { namedLook } from './names.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody } from './request.ts';
import { csrfMatches } from './session.ts';

/** The pages of the console that are looked at, and the switches on them, each a function from request to answer. */
export function consoleRoutes(ports: ConsolePorts) {
  const { signedIn, page, redirect, stale } = consoleRequests(ports);

  const idOf = ({ event }: ConsoleRequest): string => event.pathParameters?.id ?? '';

  /** A switch of the overview: does it if the form is ours, and shows the overview again. */
  const switching = (act: (request: ConsoleRequest, values: Readonly<Record<string, string>>) => Promise<unknown>) =>
    signedIn(async (request) => {
      const { values } = submissionOf(formBody(request.event));
      if (!csrfMatches(request.session, values.csrf)) return stale(request);
      await act(request, values);
      return redirect(PAGES.overview);
    });

  return {
    overview: signedIn(async (request) => {
      const { client, frame } = request;
      const [{ incidents }, { maintenances }, { drafts }, control, look, waiting] = await Promise.all([
        client.list(),
        client.maintenances({ open: true }),
        client.drafts(),
        client.control(),
        namedLook(request),
        waitingAtDesk(request),
      ]);
      const openForm = beginningForm(request, open);
      return page(
        200,
        overviewPage(frame.desk === undefined ? frame : { ...frame, desk: { waiting } }, {
          incidents,
          maintenances,
          drafts,
          control,
          openForm,
          look,
        }),
      );
    }),
    incident: signedIn(async (request) => {
      const [shown, look] = await Promise.all([shownOf(request, idOf(request)), namedLook(request)]);
      const told = await toldBackOf(request, shown.incident);
      return page(200, incidentPage(request.frame, { ...shown, look, told }));
    }),
    signedIn: signedIn(async ({ frame, session }) =>
      page(200, messagePage(frame, `You are signed in as ${session.person}`, WAITS_IN_ANOTHER_TAB)),
    ),
    said: signedIn(async (request) => {
      const seq = Number(request.event.pathParameters?.seq);
      const delivered = onceDelivered(request, idOf(request), seq).catch((error: unknown) => {
        // Whoever comes from the form must not read that nothing could be said: it was accepted.
        if (error instanceof Unreachable && request.event.queryStringParameters?.of) return undefined;
        throw error;
      });
      const [shown, look] = await Promise.all([delivered, namedLook(request)]);
      if (shown === undefined) return page(503, messagePage(request.frame, 'Accepted', acceptedUnread(request)));
      const entry = shown.entries.find((one) => one.seq === seq);
      if (!entry) return redirect(path(shown));
      const told = entry.kind === 'resolved' ? await toldBackOf(request, shown) : '';
      return page(200, saidPage(request.frame, shown, entry, look, told));
    }),
    hold: signedIn(async (request) => {
      const { values } = submissionOf(formBody(request.event));
      if (!csrfMatches(request.session, values.csrf)) return stale(request);
      const held = await request.client.hold(idOf(request)).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.code === 'held-before') return error;
        throw error;
      });
      const [shown, look] = await Promise.all([shownOf(request, idOf(request)), namedLook(request)]);
      const notice =
        held instanceof ApiProblem
          ? alertNotice(html`<p><strong>${held.problem.title}.</strong> ${held.problem.detail}</p>`)
          : calmNotice(html`<p><strong>It waits until ${held.holdUntil.slice(11, 19)} UTC.</strong> Write now.</p>`);
      return page(200, incidentPage(request.frame, { ...shown, look, notice }));
    }),
    freeze: switching(({ client }, { frozen, reason }) =>
      client.freeze({ frozen: frozen === 'true', ...(reason?.trim() ? { reason: reason.trim() } : {}) }),
    ),
    channel: (name: ChannelName) =>
      switching(({ client }, values) => client.setChannel(name, values.mode as ChannelMode)),
  };
}

const WAITS_IN_ANOTHER_TAB = html`<p>What you typed waits in the other tab: go back to it, and go on there.</p><p><a class="row" href="${PAGES.overview}">To the console</a></p>`;

const acceptedUnread = ({ event }: ConsoleRequest): Html =>
  html`<p>It was accepted, as entry ${event.pathParameters?.seq ?? ''}. What the channels did with it cannot be read right now.</p><p><a class="button quiet" href="${event.rawPath}">Look again</a></p>`;

/**
 * An incident, what many complain about besides, and how those are called that it was merged with; one that cannot be read
 * now is called by its id.
 */
async function shownOf(request: ConsoleRequest, id: string) {
  const { client } = request;
  const [{ incident }, floods] = await Promise.all([client.show(id), floodsBeside(request, id)]);
  const titles = await Promise.all(
    mergedWith(incident).map(async (other) => {
      const { title } = await client.show(other).then(
        (answer) => answer.incident,
        () => ({ title: other }),
      );
      return [other, title] as const;
    }),
  );
  return { incident, floods, titles: new Map(titles) };
}

/**
 * How long the page waits for the channels, so that the person mostly sees it live and needs not ask again. Not for those
 * that tell each person: that may take hours, and the page counts them.
 */
const DELIVERY_PATIENCE_MS = 3000;
const LOOK_EVERY_MS = 150;

async function onceDelivered({ client, ports }: ConsoleRequest, id: string, seq: number): Promise<ApiIncident> {
  const giveUpAt = ports.now() + DELIVERY_PATIENCE_MS;
  for (;;) {
    const { incident } = await client.show(id);
    const isAwaited = isUnderWay(incident, seq, (channel) => !isPersonalChannel(channel));
    if (!isAwaited || ports.now() >= giveUpAt) return incident;
    await ports.wait(LOOK_EVERY_MS);
  }
}
