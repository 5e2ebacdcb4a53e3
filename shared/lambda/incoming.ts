import type { Accepted, IncomingCommand } from '../api/accept.ts';
import { invalid } from '../api/problem.ts';
import { bodyText, type HttpEvent, type HttpResult, json, jsonBody } from './http.ts';

/** The answer to a command that was accepted. */
export const accepted = ({ status, body, etag, incident }: Accepted): HttpResult =>
  json(status, body, { etag, location: `/v1/incidents/${incident}` });

/** What the gateway has checked (who sent it) and what it has not (everything else). */
export function incoming(event: HttpEvent): IncomingCommand {
  const { claims } = event.requestContext.authorizer.jwt;
  const subject = String(claims.sub ?? claims.client_id);
  const text = bodyText(event);
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    text,
    body: jsonBody(event),
    subject,
    actor: String(claims.username ?? claims.client_id ?? subject),
    idempotencyKey: event.headers['idempotency-key'],
    ifMatch: event.headers['if-match'],
  };
}

/** Which page of a list is asked for. */
export function pageAsked(event: HttpEvent): { open: boolean; size: number; after: string | undefined } {
  const { open, limit = '50', after } = event.queryStringParameters ?? {};
  const size = Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    throw invalid([{ field: 'limit', reason: 'must be a whole number from 1 to 100' }]);
  }
  return { open: open === 'true', size, after };
}
