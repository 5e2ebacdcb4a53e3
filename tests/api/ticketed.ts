import type { Context } from 'aws-lambda';
import { memoryDesk } from '../../shared/adapters/memory/desk.ts';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { SOURCE_LIMIT } from '../../shared/api/rate-limits.ts';
import { listen } from '../../shared/app/desk/listen.ts';
import type { DeskPorts } from '../../shared/app/desk/ports.ts';
import { readIncident } from '../../shared/app/read-incidents.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import type { HttpEvent, HttpResult } from '../../shared/lambda/http.ts';
import { type TicketPorts, takeTickets } from '../../shared/lambda/ticket-route.ts';
import type { HandedCase } from '../../shared/ports/desk.ts';
import type { AnswerOutcome, OutgoingAnswer } from '../../shared/ports/desk-source.ts';
import { root, seen, team } from './team.ts';

const { createHandler } = await import('../../functions/intake/handler.ts');

/** Every field that an answer calls wrong, and why. */
export const reasonsOf = (answer: { body: { errors: { field: string; reason: string }[] } }) =>
  answer.body.errors.map(({ field, reason }) => `${field}: ${reason}`);

/** What a test sends, and as whom; without `headers`, with the secret that the API shows. */
type Sent = { headers?: Record<string, string>; query?: Record<string, string> };

/**
 * A house whose ticket system tells it of messages, over the API and the intake, at 10:00. `replies`: what went to the ticket
 * system; `outcomes`: what the next attempts come to; `looks`: how often the desk was asked to look at once.
 */
export async function ticketed({ connected = true, ...changes }: Partial<TicketPorts> & { connected?: boolean } = {}) {
  const house = team({ rateLimits: { take: async () => ({ waitMs: 0 }) } });
  const replies: OutgoingAnswer[] = [];
  const outcomes: AnswerOutcome[] = [];
  const cases: HandedCase[] = [];
  const looks = { count: 0 };
  const desk = house.ports.desk as { -readonly [Name in keyof DeskPorts]: DeskPorts[Name] };
  desk.stores = memoryDesk();
  desk.tickets = { hand: async (one) => void cases.push(one) };
  desk.sources = {
    mail: {
      source: 'mail',
      answer: async (one) => {
        const outcome = outcomes.shift() ?? { outcome: 'sent', receipt: `m${100 + replies.length}`, billed: {} };
        if (outcome.outcome !== 'held') replies.push(one);
        return outcome;
      },
    },
  };
  const ports: TicketPorts = {
    ...{ stores: desk.stores, components: desk.components, clock: house.ports.clock },
    ...{ log: house.ports.log, siteIndex: house.ports.siteIndex, intakeKeys: house.ports.intakeKeys },
    hearsMail: true,
    rateLimits: memoryRateLimits(SOURCE_LIMIT),
    lookNow: async () => void looks.count++,
    warn: () => undefined,
    ...changes,
  };
  const handler = createHandler({
    ...house.ports,
    takeTickets: (event: HttpEvent) => takeTickets(ports, event),
  } as never);
  const { ticketSystem } = (await house.get('/v1/intake', { as: root })).body;
  const connect = (isConnected: boolean) =>
    house.put('/v1/desk/sources/mail', { connected: isConnected }, { as: root });
  if (connected) await connect(true);

  async function tell(body: unknown, { headers, query }: Sent = {}) {
    const event = {
      rawPath: ticketSystem.path,
      headers: headers ?? { authorization: `Bearer ${ticketSystem.secret}` },
      ...(query === undefined ? {} : { queryStringParameters: query }),
      requestContext: { requestId: 'r', http: { method: 'POST', path: ticketSystem.path } },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      isBase64Encoded: false,
    } as unknown as HttpEvent;
    const result = (await handler(event, {} as Context)) as HttpResult;
    const status = result.statusCode ?? 0;
    const answer = { status, body: JSON.parse(result.body ?? 'null') };
    const type = status >= 400 ? answer.body?.type : undefined;
    seen.push({ method: 'POST', path: ticketSystem.path, status, type, body: answer.body });
    return answer;
  }

  return {
    ...house,
    ...{ desk, replies, outcomes, cases, looks, connect, tell },
    secret: ticketSystem.secret as string,
    /** A customer writes something now. */
    writes: (text: string, more: object = {}) =>
      tell({ ticket: 'T1', from: 'c1', message: 'm1', text, at: house.ports.clock.now(), ...more }),
    look: () => listen(desk),
    /** All that is kept of mentions, persons and cases. */
    kept: async () => ({
      mentions: await desk.stores.mentions.said('2026-11-01T00:00:00.000Z', house.ports.clock.now()),
      people: await desk.stores.people.all(),
    }),
    /** An incident about the website, which the site has noted. */
    outage: async (): Promise<string> => {
      const id = await house.opened();
      await noted(id);
      return id;
    },
    noted,
  };

  async function noted(id: string): Promise<void> {
    const incident = await readIncident(house.ports.log, id);
    if (incident) await house.ports.siteIndex.note(publicIncident(incident), house.ports.clock.now());
  }
}

/** Everything that may become of a call of the ticket system. */
export async function ticketStory(): Promise<void> {
  const { tell, writes, look, outage } = await ticketed();
  await outage();
  for (const _twice of [1, 2]) await writes('down?');
  await writes('We look.', { by: 'agent' });
  await look();
  for (const ticket of ['T1', 'T9']) await tell({ ticket, state: 'solved' });
  for (const body of ['{', {}, 'x'.repeat(140_000)]) await tell(body);
  await tell({}, { headers: {} });
  for (const changes of [
    { connected: false },
    { hearsMail: false },
    { rateLimits: { ...memoryRateLimits(SOURCE_LIMIT), take: async () => ({ waitMs: 1_000 }) } },
  ])
    await (await ticketed(changes)).writes('down?');
}
