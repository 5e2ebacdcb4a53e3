import type { Choice, Subscriber } from '../../core/subscribers/subscriber.ts';
import { found, type LinkRefused } from './found.ts';
import { removed } from './leave.ts';
import type { SubscriberPorts } from './ports.ts';

/** What the link with which somebody changes what they get leads to. */
export type ChangeState =
  | LinkRefused
  | { type: 'ready'; person: Subscriber; saved: boolean }
  | { type: 'ended'; how: 'left' | 'erased' };

/** What is kept of whoever has `token`, for them to change. Changes nothing. */
export async function lookAtChange(ports: SubscriberPorts, token: string): Promise<ChangeState> {
  const at = await found(ports, 'change', token);
  return at.type === 'refused' ? at : { type: 'ready', person: at.person, saved: false };
}

/** Puts another choice in the place of the one before; what was asked for in between by a form is dropped. */
export async function change(
  ports: SubscriberPorts,
  token: string,
  wish: { choice: Choice; zone?: string },
): Promise<ChangeState> {
  const state = await lookAtChange(ports, token);
  if (state.type !== 'ready') return state;
  const { asked: _asked, zone: _zone, ...rest } = state.person;
  const person = { ...rest, ...wish, version: rest.version + 1 };
  const isPut = await ports.subscribers.put(person, rest.version);
  // Somebody changed this person in the same moment: the page shows what stands now, and the owner presses once more.
  return isPut ? { type: 'ready', person, saved: true } : lookAtChange(ports, token);
}

/** Ends it. `erased`: nothing is left but that this address, as a hash that nobody can read, is not to be brought back. */
export async function end(ports: SubscriberPorts, token: string, how: 'left' | 'erased'): Promise<ChangeState> {
  const state = await lookAtChange(ports, token);
  if (state.type !== 'ready') return state;
  await removed(ports, state.person, how);
  return { type: 'ended', how };
}

/** All that is kept of a subscriber, for themselves. */
export function exported({ version: _version, ...person }: Subscriber): object {
  return { ...person, note: 'Besides this, a row for each incident of the last months says what you were told of it.' };
}
