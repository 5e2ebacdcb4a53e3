import type { IntakeKeys } from '../api/intake-secret.ts';
import { admit } from '../api/rate-limits.ts';
import { isOfTicketSystem, sealedName } from '../api/ticket-system.ts';
import { takeCaseState } from '../app/desk/take-case-state.ts';
import { type TakePorts, takeMessage } from '../app/desk/take-message.ts';
import { parseBody } from '../contract/parse.ts';
import { ticketMessageBody, ticketStateBody } from '../contract/ticket-schemas.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { epochMs } from '../core/instant.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import { bodyText, type HttpEvent, type HttpResult, json, parsedJson } from './http.ts';
import { notAuthentic } from './intake-sender.ts';
import { logger } from './logger.ts';

/** What the webhook of the ticket system takes. */
export type TicketPorts = Omit<TakePorts, 'nameFor'> & {
  /** Whether mail is among the sources of the config. */
  hearsMail: boolean;
  intakeKeys: () => Promise<IntakeKeys>;
  rateLimits: RateLimits;
};

const MOST_BYTES = 128 * 1024;
const SEND_LESS = 'and the text of a message has at most 20,000 characters: send it without what it quotes';

/**
 * `POST /tickets`: what a customer wrote to the house's ticket system, or how support says that a case stands. Nothing is
 * read, counted or said about it before it has shown that it comes from there.
 */
export async function takeTickets(ports: TicketPorts, event: HttpEvent): Promise<HttpResult> {
  const body = bodyText(event, MOST_BYTES, SEND_LESS);
  const keys = await ports.intakeKeys();
  const { headers, queryStringParameters: query = {} } = event;
  if (!isOfTicketSystem({ headers, query, body, nowMs: epochMs(ports.clock.now()) }, keys))
    throw notAuthentic('GET /v1/intake shows it, under ticketSystem.');
  await admit(ports, 'intake:desk/tickets', { how: '' });
  // No customer is to blame for what their mail program puts between letters, and nothing of it is shown.
  const sent = plainParts(parsedJson(body)).value;
  if (isObject(sent) && 'state' in sent) {
    const one = await takeCaseState(ports, parseBody(ticketStateBody, sent));
    logger.info('the ticket system said how a case stands', { case: one.name, state: one.state });
    return json(200, { case: one.name, state: one.state });
  }
  const message = parseBody(ticketMessageBody, sent);
  const nameFor = async (...parts: readonly string[]) => sealedName(keys.key, parts);
  const taken = await takeMessage({ ...ports, nameFor }, ports.hearsMail, message);
  // Our own id at most: nothing of what customers write is in a log.
  logger.info('the ticket system told of a message', { ...taken });
  return json(taken.result === 'heard' ? 202 : 200, taken);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
