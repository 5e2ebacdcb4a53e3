import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { parseStatusChange } from '../../../shared/app/take-event.ts';
import { config } from '../../../shared/config/config.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { Refused, readObject, sendJson } from './http.ts';
import type { Inbox } from './inbox.ts';
import { parsed, refused } from './parsed.ts';
import type { Timeline } from './timelines.ts';
import type { Troubles } from './troubles.ts';

/** An entry as EventBridge's PutEvents takes it; `Detail` is JSON text. */
export type BusEntry = { Source: string; DetailType: string; Detail: string };

/** PutEvents on the local bus, in the shape of AWS's own answer. */
export type PutEvents = (entries: BusEntry[]) => Promise<{
  Entries?:
    | { EventId?: string | undefined; ErrorCode?: string | undefined; ErrorMessage?: string | undefined }[]
    | undefined;
}>;

/** Publishes on a topic of SNS to which a webhook is subscribed; answers with what the webhook answered. */
export type PublishToWebhook = (
  message: z.output<typeof notificationSchema>,
) => Promise<{ status: number; body: string }>;

/** Makes an account at the sign-in service and has it invited, as an administrator does on AWS. Throws what was refused. */
export type Invite = (account: z.output<typeof accountSchema>) => void;

/** The sign-in service, as far as the world may use it. */
export type SignIn = {
  invite: Invite;
  /** The token that somebody has who has signed in; undefined for who has no account there. */
  tokenOf(person: string): Promise<string | undefined>;
};

/** The time of everything on this machine, and how to set it: see `infra/local/cloud/clock.ts`. */
export type WorldClock = {
  setting(): { rate: number } | undefined;
  change(change: z.output<typeof clockSchema>): Promise<void>;
};

type Parts = {
  timelines: readonly Timeline[];
  troubles: Troubles;
  inbox: Inbox;
  clockMs: () => number;
  putEvents: () => PutEvents | undefined;
  publish: () => PublishToWebhook | undefined;
  clock: () => WorldClock | undefined;
  signIn: () => SignIn | undefined;
  components?: ReadonlySet<string> | undefined;
};

const OUR_COMPONENTS: ReadonlySet<string> = new Set(config.components.map(({ id }) => id));

/** The detail-type that changes a status; events of any other go on the bus as they are. */
const STATUS_CHANGE = 'candor.status-change';

const eventSchema = z.strictObject({
  source: z.string().min(1).max(256),
  detailType: z.string().min(1).max(128),
  detail: z.record(z.string(), z.unknown()),
});

const notificationSchema = z.strictObject({
  topicArn: z.string().min(1).max(300),
  endpoint: z.url().max(2_000),
  message: z.string().min(1).max(262_144),
  subject: z.string().min(1).max(100).optional(),
});

const accountSchema = z.strictObject({
  username: z.string().min(1).max(128),
  mail: z.email(),
  groups: z.array(z.string()).default([]),
});

const personSchema = z.strictObject({ person: z.string().min(1).max(128) });

const handPostSchema = z.strictObject({
  channel: z.string().optional(),
  text: z.string().min(1),
  replyTo: z.string().nullish(),
});

const DAY_MS = 86_400_000;

/** Forward only, as time goes; `rate` 0 holds the clock, 60 has a minute pass in each second. */
const clockSchema = z
  .strictObject({
    stepMs: z
      .number()
      .int()
      .min(0)
      .max(400 * DAY_MS)
      .optional(),
    rate: z.number().min(0).max(3600).optional(),
  })
  .refine(({ stepMs, rate }) => stepMs !== undefined || rate !== undefined, {
    path: ['stepMs'],
    message: 'say stepMs (how far to set the clock forward), rate (how fast it runs; 0 holds it), or both',
  });

/** `/sim/...`: looking behind the scenes of the world, and making trouble in it. True if the path was one of these. */
export function simRoutes({
  timelines,
  troubles,
  inbox,
  clockMs,
  putEvents,
  publish,
  clock,
  signIn,
  components = OUR_COMPONENTS,
}: Parts) {
  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const [, , resource, id] = url.pathname.split('/');
    switch (`${request.method} ${resource}${id === undefined ? '' : '/:id'}`) {
      case 'GET posts':
        sendJson(response, 200, await standing(timelineOf(url.searchParams.get('channel'))));
        return true;
      case 'POST posts':
        sendJson(response, 201, await writtenByHand(await readObject(request)));
        return true;
      case 'DELETE posts/:id': {
        const timeline = timelineOf(url.searchParams.get('channel'));
        // The name of a post may be an address itself.
        const post = decodeURIComponent(id!);
        if (!timeline.removeByHand(post, clockMs())) throw new Refused(404, `no post ${post}`);
        sendJson(response, 200, await standing(timeline));
        return true;
      }
      case 'GET inbox':
        sendJson(response, 200, inbox.messages());
        return true;
      case 'GET clock':
        sendJson(response, 200, shownClock());
        return true;
      case 'POST clock':
        await setClock(await readObject(request));
        sendJson(response, 200, shownClock());
        return true;
      case 'POST events':
        sendJson(response, 202, await putEvent(await readObject(request)));
        return true;
      case 'POST notifications':
        sendJson(response, 202, await notify(await readObject(request)));
        return true;
      case 'POST accounts':
        sendJson(response, 201, invited(await readObject(request)));
        return true;
      case 'POST tokens':
        sendJson(response, 201, await tokenFor(await readObject(request)));
        return true;
      case 'GET faults':
        sendJson(response, 200, troubles.active());
        return true;
      case 'POST faults':
        troubles.inject(await readObject(request));
        sendJson(response, 201, troubles.active());
        return true;
      case 'DELETE faults':
        troubles.clear();
        sendJson(response, 200, []);
        return true;
      case 'DELETE faults/:id':
        if (!troubles.end(id!)) throw new Refused(404, `no fault ${id} is in force`);
        sendJson(response, 200, troubles.active());
        return true;
      default:
        return false;
    }
  };

  function timelineOf(channel: string | null | undefined): Timeline {
    const found = timelines.find((one) => one.channel === (channel ?? 'x'));
    const known = timelines.map((one) => one.channel).join(', ');
    if (!found) throw refused(422, [{ field: 'channel', reason: `must be one of ${known}` }]);
    return found;
  }

  async function standing(timeline: Timeline) {
    await timeline.stored();
    return timeline.posts();
  }

  function shownClock(): { now: string; rate: number } {
    return { now: new Date(clockMs()).toISOString(), rate: clock()?.setting()?.rate ?? 1 };
  }

  async function setClock(body: Record<string, unknown>): Promise<void> {
    const change = parsed(clockSchema, body);
    const settable = clock();
    if (!settable) throw new Refused(503, 'the clock cannot be set here, or not yet');
    await settable.change(change).catch((error: Error) => {
      throw new Refused(503, `the clock was not set: ${error.message}`);
    });
  }

  async function writtenByHand(body: Record<string, unknown>) {
    const { channel, text, replyTo } = parsed(handPostSchema, body);
    const timeline = timelineOf(channel);
    const post = timeline.writeByHand(text, replyTo ?? null, clockMs());
    if (!post)
      throw new Refused(422, 'there is no such post to reply to', [{ field: 'replyTo', reason: 'no such post' }]);
    await timeline.stored();
    return post;
  }

  function invited(body: Record<string, unknown>): { username: string } {
    const account = parsed(accountSchema, body);
    const { invite } = signedInBy();
    try {
      invite(account);
    } catch (error) {
      throw new Refused(422, `the sign-in service refused it: ${(error as Error).message}`);
    }
    return { username: account.username };
  }

  function signedInBy(): SignIn {
    const there = signIn();
    if (!there) throw new Refused(503, 'the sign-in service is not up yet');
    return there;
  }

  /** So that a program may act as two people, which none does on AWS. */
  async function tokenFor(body: Record<string, unknown>): Promise<{ access_token: string }> {
    const { person } = parsed(personSchema, body);
    const access_token = await signedInBy().tokenOf(person);
    if (access_token === undefined)
      throw refused(422, [{ field: 'person', reason: 'nobody of that name may sign in' }]);
    return { access_token };
  }

  async function notify(body: Record<string, unknown>): Promise<{ status: number; body: string }> {
    const message = parsed(notificationSchema, body);
    const published = publish();
    if (!published) throw new Refused(503, 'SNS is not up yet');
    return published(message).catch((error: Error) => {
      throw new Refused(502, `the endpoint was not reached: ${error.message}`);
    });
  }

  async function putEvent(body: Record<string, unknown>): Promise<{ eventId: string }> {
    const { source, detailType, detail } = parsed(eventSchema, body);
    if (detailType === STATUS_CHANGE) checkStatusChange(detail, components);
    const put = putEvents();
    if (!put) throw new Refused(503, 'the bus is not up yet');
    const result = await put([{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }]);
    const entry = result.Entries?.[0];
    if (!entry?.EventId)
      throw new Refused(502, `the bus refused the event: ${entry?.ErrorCode} ${entry?.ErrorMessage}`);
    return { eventId: entry.EventId };
  }
}

/** The bus takes any detail, and a wrong one ends in the dead letters: whoever tries things out is told at once. */
function checkStatusChange(detail: Record<string, unknown>, components: ReadonlySet<string>): void {
  try {
    parseStatusChange(detail, components);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw refused(
      400,
      (error.document.errors ?? []).map(({ field, reason }) => ({ field: `detail.${field}`, reason })),
    );
  }
}
