import { type PersonalChannel, personalChannelOf, type Subscriber } from '../../core/subscribers/subscriber.ts';
import { found } from './found.ts';
import type { SubscriberPorts } from './ports.ts';

/** What a link that ends a subscription leads to. It never expires: whoever is not a subscriber any more has left. */
export type LeaveState =
  | { type: 'forged' }
  | { type: 'ready'; person: Subscriber }
  | { type: 'left'; channel: PersonalChannel };

/** What `token` ends now. Changes nothing: programs that look at mail follow every link. */
export async function lookAtLeaving(ports: SubscriberPorts, token: string): Promise<LeaveState> {
  const at = await found(ports, 'leave', token);
  if (at.type === 'found') return { type: 'ready', person: at.person };
  return at.why === 'gone' ? { type: 'left', channel: at.channel } : { type: 'forged' };
}

/** Ends a subscription. The address is deleted; that it left stays, as something that nobody can read. */
export async function leave(ports: SubscriberPorts, token: string): Promise<LeaveState> {
  const state = await lookAtLeaving(ports, token);
  if (state.type !== 'ready') return state;
  await removed(ports, state.person, 'left');
  return { type: 'left', channel: personalChannelOf(state.person.kind) };
}

/** Deletes a subscriber. */
export async function removed(
  { subscribers, clock }: Pick<SubscriberPorts, 'subscribers' | 'clock'>,
  { id, kind }: Pick<Subscriber, 'id' | 'kind'>,
  why: 'left' | 'erased',
): Promise<void> {
  await subscribers.remove(personalChannelOf(kind), { id, why, at: clock.now() });
}
