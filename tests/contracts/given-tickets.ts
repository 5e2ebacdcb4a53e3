import { createHmac } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import { writeToSupport } from '../../infra/local/world/people/support.ts';
import type { World } from '../../infra/local/world/world.ts';
import { ticketDeskSource } from '../../shared/adapters/webhook/ticket-desk-source.ts';
import { instant } from '../../shared/core/instant.ts';
import { givenWorld, send } from '../infra/world/given-world.ts';
import type { GivenAnswered } from './desk-source.contract.ts';

const SECRET = 'what the ticket system was given';

const signed = (body: string, secret = SECRET) => ({
  'x-candor-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

/** The ticket system of the world behind real HTTP, and a source of ours that answers in it. */
export async function givenTickets({ secret = SECRET } = {}): Promise<GivenAnswered & { world: World }> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const world = await givenWorld({ clockMs: () => Date.now() });
  world.connectSupport({ tell: async () => ({ status: 202 }), secret: async () => SECRET });
  const now = () => instant(Date.now());
  const nearby = new Map([['support.example.com', Number(new URL(world.url).port)]]);
  const another = () =>
    ticketDeskSource({
      url: 'https://support.example.com/candor',
      sign: async (body) => signed(body, secret),
      clock: { now },
      surroundings: { nearby },
    });
  const gone = new Set<string>();
  const source = another();
  return {
    ...{ world, now, another },
    // A ticket that support has deleted is one that never was.
    source: {
      ...source,
      answer: (one) =>
        source.answer(gone.has(one.to.theirs) ? { ...one, to: { ...one.to, conversation: 'T99' } } : one),
    },
    pass: (ms) => void vi.setSystemTime(Date.now() + ms),
    async hear(from = 'ada') {
      const mail = { from, subject: 'A question', text: 'is it down?' };
      const { id, ticket, from: address } = await writeToSupport(world.mailboxes, undefined, mail);
      return {
        ...{ source: 'mail', theirs: `${ticket}/${id}`, author: { theirs: address, handle: address } },
        ...{ text: mail.text, at: now(), summoned: true, direct: true, conversation: ticket },
      };
    },
    takeBack: (id) => void gone.add(id),
    ours: ({ author }) => world.mailboxes.mails({ to: author.theirs }),
    async trouble(fault, more = {}) {
      await send(world, 'POST', '/sim/hooks/faults', { fault, at: 'support', ...more });
    },
  };
}
