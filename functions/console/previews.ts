import { html } from 'hono/html';
import { ApiProblem } from '../../shared/client/problem.ts';
import type { ApiEtaAdvice, ApiIncident, Preview } from '../../shared/client/types.ts';
import type { FormContext } from '../../shared/console/form-context.ts';
import type { Html } from '../../shared/console/layout.ts';
import { shortTime } from '../../shared/console/moments.ts';
import { calmNotice } from '../../shared/console/notices.ts';
import type { Submission } from '../../shared/console/submission.ts';
import { plain } from '../../shared/core/hidden-characters.ts';
import { type Instant, instant, msBetween } from '../../shared/core/instant.ts';
import type { ConsoleRequest } from './request.ts';

/** What the API says it would say; what it cannot read is no error while somebody is typing. */
export async function previewed(
  request: ConsoleRequest,
  command: string,
  id: string | undefined,
  body: object,
): Promise<Preview> {
  const asked = request.client.preview({ command, ...(id === undefined ? {} : { incident: id }), body });
  return asked.catch((error: unknown) => {
    if (!(error instanceof ApiProblem) || error.status !== 422) throw error;
    const { type, title, status, detail = title, errors } = error.problem;
    const wouldBeRefused = { type, title, status, detail, errors };
    return { at: instant(request.ports.now()), channels: {}, promises: [], settles: [], findings: [], wouldBeRefused };
  });
}

/** History is long to read and changes slowly: each incident's advice is asked for once a minute. */
const advices = new Map<string, { until: number; advice: ApiEtaAdvice }>();
const ADVICE_HOLDS_MS = 60_000;

/** Undefined where there is none: advice must never stand in the way of speaking. */
export async function adviceOn(
  { client, ports }: ConsoleRequest,
  { id, status }: ApiIncident,
): Promise<ApiEtaAdvice | undefined> {
  const key = `${id} ${status}`;
  const known = advices.get(key);
  if (known && ports.now() < known.until) return known.advice;
  const advice = await client.etaAdvice(id).catch(() => undefined);
  if (advices.size > 100) advices.clear();
  if (advice) advices.set(key, { until: ports.now() + ADVICE_HOLDS_MS, advice });
  return advice;
}

/** An apology that is due within this time waits for whoever is writing. */
const NEAR_MS = 60_000;

/**
 * Whoever types is about to speak, so an apology that is near waits for them, once a silence. Only the page's script
 * looks while somebody types; without it the incident's page has a button. A look may arrive behind the very post that
 * it was on the way to: it holds nothing then, because what it holds for has been said.
 */
export async function heldWhileWriting(
  { client, event }: ConsoleRequest,
  { incident, etag, now }: FormContext,
  { message = '' }: Submission['values'],
): Promise<Html | undefined> {
  const ahead = incident?.apologyIfSilent;
  const writes = event.headers['x-candor-live'] !== undefined && message.trim() !== '';
  if (!incident || !ahead || 'quiet' in ahead || !writes || msBetween(now, ahead.at) > NEAR_MS) return undefined;
  const held = await client.hold(incident.id, etag === undefined ? {} : { ifMatch: etag }).catch((error: unknown) => {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  });
  return held && calmNotice(html`<p>You are writing: the apology waits until ${held.holdUntil.slice(11, 19)} UTC.</p>`);
}

/** What a suggestion may be written into. */
const TAKING =
  /^(nextUpdateAt|restoreAt|reportAt|happenedAt|scheduledFor|scheduledUntil|title|message|workaround|ifLate)=([\s\S]+)$/;

/** `restoreAt=2026-11-22T18:40:00.000Z`: one tap on a suggestion types it. `plain=message`: it is cleared of what nobody sees. */
export function accepted(values: Submission['values'], now: Instant): Submission['values'] {
  const unseenIn = values.plain;
  if (unseenIn !== undefined) return { ...values, [unseenIn]: plain(values[unseenIn] ?? '') };
  const [, name, value] = TAKING.exec(values.accept ?? '') ?? [];
  if (name === undefined || value === undefined) return values;
  const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  const chosen = /^(nextUpdate|restore|report)At$/.exec(name)?.[1];
  return {
    ...values,
    [name]: isTime ? shortTime(value as Instant, now) : value,
    ...(chosen === undefined ? {} : { [chosen]: 'other' }),
  };
}
