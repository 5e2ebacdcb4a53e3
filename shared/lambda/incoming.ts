import type { Accepted, IncomingCommand } from '../api/accept.ts';
import { type Caller, doorOf } from '../api/caller.ts';
import { isPlaceInList } from '../app/read-incidents.ts';
import { type FieldError, invalid } from '../contract/problem.ts';
import { bodyText, type HttpEvent, type HttpResult, json, jsonBody } from './http.ts';

/** The answer to a command that was accepted. */
export const accepted = ({ status, body, headers }: Accepted): HttpResult => json(status, body, headers);

/** What the gateway has checked (who sent it) and what it has not (everything else). */
export function incoming(event: HttpEvent, caller: Caller, body = jsonBody(event)): IncomingCommand {
  const text = bodyText(event);
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    text,
    body,
    subject: caller.subject,
    actor: caller.actor,
    door: doorOf(caller),
    idempotencyKey: event.headers['idempotency-key'],
    ifMatch: ifMatchOf(event.headers['if-match']),
    strict: /(^|,)\s*handling\s*=\s*"?strict"?\s*(;|,|$)/i.test(event.headers.prefer ?? ''),
  };
}

/**
 * The strong ETags of an `If-Match`, as sent. Throws a `Problem` for what can never match: it would look like somebody
 * else's post.
 */
export function ifMatchOf(header: string | undefined): string | undefined {
  if (header === undefined || /^\s*(\*|"[^"]*"(\s*,\s*"[^"]*")*)\s*$/.test(header)) return header?.trim();
  const reason = header.trimStart().startsWith('W/')
    ? 'is a weak ETag; send the strong one, without W/, as the incident was answered with'
    : 'must be an ETag in double quotes, as the incident was answered with, or *';
  throw invalid([{ field: 'If-Match', reason }]);
}

/** True if `header`, an `If-None-Match`, names `etag`; weak or strong makes no difference to a reader. */
export const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');

/** Which page of a list is asked for. */
export function pageAsked(event: HttpEvent): { open: boolean; size: number; after: string | undefined } {
  const { open, limit = '50', after } = event.queryStringParameters ?? {};
  const size = Number(limit);
  const wrong: FieldError[] = [];
  if (open !== undefined && open !== 'true' && open !== 'false')
    wrong.push({ field: 'open', reason: 'must be true or false' });
  if (!Number.isInteger(size) || size < 1 || size > 100)
    wrong.push({ field: 'limit', reason: 'must be a whole number from 1 to 100' });
  if (after !== undefined && !isPlaceInList(after))
    wrong.push({ field: 'after', reason: 'must be the `next` of a page before, unchanged' });
  if (wrong.length > 0) throw invalid(wrong);
  return { open: open === 'true', size, after };
}
