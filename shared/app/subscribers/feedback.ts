import { counting, type Reputation } from '../../core/subscribers/account.ts';
import type { MailEvent } from '../../core/subscribers/mail-event.ts';
import type { Pace } from '../../core/subscribers/pace.ts';
import { endedUntold, told } from '../../core/subscribers/telling.ts';
import type { Subscribers } from '../../ports/subscribers.ts';
import type { Tellings } from '../../ports/tellings.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { changeVersioned } from '../change-versioned.ts';

export type FeedbackPorts = {
  subscribers: Subscribers;
  tellings: Tellings;
  pace: Versioned<Pace>;
};

/**
 * Keeps what SES tells of a mail. That it was sent proves a claim whose answer was lost. A mailbox that is not there is
 * written to no more, and whoever complained is gone. The same event twice, late or in any order changes nothing more.
 */
export async function takeMailEvent(ports: FeedbackPorts, event: MailEvent): Promise<void> {
  switch (event.type) {
    case 'sent':
      return proven(ports, event);
    case 'rejected':
      return untold(ports, event, 'it was rejected');
    case 'bounced':
      await untold(ports, event, 'it came back');
      return quarantine(ports, event);
    case 'complained':
      await ports.subscribers.remove('mail', { id: event.subscriber, why: 'complained', at: event.at });
      return count(ports.pace, { complained: 1 });
  }
}

async function proven({ tellings }: FeedbackPorts, { subscriber, of, at }: MailEvent): Promise<void> {
  if (of === undefined) return;
  const row = await tellings.of(of.incident, 'mail', subscriber);
  if (row?.attempt !== of.attempt || (row.state !== 'claimed' && row.state !== 'unknown')) return;
  await tellings.swap(of.incident, 'mail', subscriber, row, told(row, at));
}

async function untold({ tellings }: FeedbackPorts, { subscriber, of }: MailEvent, reason: string): Promise<void> {
  if (of === undefined) return;
  const row = await tellings.of(of.incident, 'mail', subscriber);
  if (row?.attempt !== of.attempt || row.state === 'refused') return;
  const heard = row.heard.filter(({ seq }) => seq !== row.seq);
  await tellings.swap(of.incident, 'mail', subscriber, row, endedUntold({ ...row, heard }, 'refused', reason));
}

/** Nothing more goes to a mailbox that does not exist. Whoever has not confirmed yet is forgotten. */
async function quarantine(ports: FeedbackPorts, { subscriber, at }: MailEvent): Promise<void> {
  for (;;) {
    const person = await ports.subscribers.of('mail', subscriber);
    if (person === undefined || person.state === 'quarantined') return;
    if (person.state === 'pending') {
      await ports.subscribers.remove('mail', { id: subscriber, why: 'bounced', at });
      break;
    }
    const quarantined = { at, reason: 'mails to it come back' };
    const next = { ...person, state: 'quarantined' as const, quarantined, version: person.version + 1 };
    if (await ports.subscribers.put(next, person.version)) break;
  }
  await count(ports.pace, { bounced: 1 });
}

const count = (pace: Versioned<Pace>, more: Partial<Reputation>): Promise<void> =>
  changeVersioned(pace, (state = { fullAt: 0 }) => ({ ...state, reputation: counting(state.reputation, more) }));
