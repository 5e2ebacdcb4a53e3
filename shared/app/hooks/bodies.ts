import type { Entry } from '../../core/entry.ts';
import { authorOf } from '../../core/entry.ts';
import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { plainEntry } from '../../core/plain-entry.ts';
import type { SignedCall } from '../../ports/carrier.ts';
import { incidentPath } from '../../site/paths.ts';

/** What Standard Webhooks asks bodies to stay below (docs/rules.md, Tries of a webhook). */
export const BODY_BYTES = 20_000;

/** The longest of these of which the whole fits is taken, of each text. */
export const TEXT_LENGTHS = [5_000, 2_500, 1_000, 300] as const;

/** The incident as it was when `seq` was said: who gets one statement after the other gets no later state with an earlier one. */
export function asOf(incident: ReportedIncident, seq: number): ReportedIncident {
  const then = replayed(
    incident.id,
    incident.entries.filter((entry) => entry.seq <= seq),
  );
  if (then.phase === 'unreported') throw new TypeError(`incident ${incident.id} has no entry ${seq}`);
  return then;
}

/** Names a statement on every try, and the same for everybody who hears of it. */
export const callId = (incident: string, seq: number): string => `${incident}-${seq}`;

/**
 * One statement as a webhook is told of it: `{type, timestamp, data: {incident, entry}}`. The entry is the public part of what
 * the API shows, the incident how it stood when that was said. `endUrl` ends the subscription.
 */
export function candorCall(
  incident: ReportedIncident,
  seq: number,
  at: { siteUrl: string; endUrl: string },
): SignedCall {
  const then = asOf(incident, seq);
  const entry = plainEntry(then.entries.at(-1)!);
  const bodies = TEXT_LENGTHS.map(
    (length) => () =>
      JSON.stringify({
        type: `incident.${entry.kind}`,
        timestamp: entry.at,
        data: {
          incident: incidentFields(then, at.siteUrl),
          entry: entryFields(entry, length),
          unsubscribe: at.endUrl,
        },
      }),
  );
  return { id: callId(incident.id, seq), body: firstFitting(bodies) };
}

/** The first of these that a receiver must take; the last, whatever it has, if none is. */
export function firstFitting(bodies: readonly (() => string)[]): string {
  let body = '';
  for (const made of bodies) {
    body = made();
    if (Buffer.byteLength(body) < BODY_BYTES) break;
  }
  return body;
}

/** At most `length` letters of a text. */
export const shortened = (text: string, length: number): string =>
  text.length <= length
    ? text
    : `${text
        .slice(0, length)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;

function incidentFields(incident: ReportedIncident, siteUrl: string) {
  const { id, type, title, phase, status, impact, components, openedAt, promises } = incident;
  return {
    id,
    type,
    title,
    phase,
    status,
    impact,
    components,
    openedAt,
    ...(incident.type === 'maintenance'
      ? { scheduledFor: incident.scheduledFor, scheduledUntil: incident.scheduledUntil }
      : {}),
    promises: promises.filter(({ state }) => state === 'open').map(({ seq, promise, at }) => ({ seq, promise, at })),
    url: `${siteUrl}${incidentPath(id)}`,
  };
}

/** Who said it and what an apology would quote stay inside the house, as on the site. */
function entryFields(entry: Entry, length: number) {
  const { seq, kind, at, happenedAt, scheduledFor, scheduledUntil, automated, status, impact, components } = entry;
  const { promises, settles, corrects, into, takes, releases, hash, prev, content } = entry;
  const { title, message, workaround } = content ?? {};
  const isCut = [message, workaround].some((text) => text !== undefined && text.length > length);
  return {
    seq,
    kind,
    at,
    happenedAt,
    scheduledFor,
    scheduledUntil,
    automated,
    author: authorOf(entry),
    status,
    impact,
    ...(content === undefined ? { redacted: true } : {}),
    title,
    message: message === undefined ? undefined : shortened(message, length),
    workaround: workaround === undefined ? undefined : shortened(workaround, length),
    ...(isCut ? { shortened: true } : {}),
    components,
    promises,
    settles,
    corrects,
    into,
    takes,
    releases,
    hash,
    prev,
  };
}
