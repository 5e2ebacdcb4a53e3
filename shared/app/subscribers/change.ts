import { type PersonalChannel, personalChannelOf, type Subscriber } from '../../core/subscribers/subscriber.ts';
import { SECRET_NOTE } from '../../wording/change-hooks.ts';
import { EXPORT_NOTE } from '../../wording/follow.ts';
import { found, type LinkRefused } from './found.ts';
import { removed } from './leave.ts';
import type { SubscriberPorts } from './ports.ts';
import type { ChangeWish } from './read-change.ts';

/** What the link with which somebody changes what they get leads to. */
export type ChangeState =
  | LinkRefused
  | { type: 'ready'; person: Subscriber; saved: boolean }
  | { type: 'ended'; how: 'left' | 'erased'; channel: PersonalChannel };

/** What is kept of whoever has `token`, for them to change. Changes nothing. */
export async function lookAtChange(ports: SubscriberPorts, token: string): Promise<ChangeState> {
  const at = await found(ports, 'change', token);
  return at.type === 'refused' ? at : { type: 'ready', person: at.person, saved: false };
}

/** Puts `wish` in the place of what they had; what was asked for in between by a form is dropped. */
export async function change(ports: SubscriberPorts, token: string, wish: ChangeWish): Promise<ChangeState> {
  const state = await lookAtChange(ports, token);
  if (state.type !== 'ready') return state;
  const { asked: _asked, zone: _zone, owner: _owner, format: _format, ...rest } = state.person;
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
  return { type: 'ended', how, channel: personalChannelOf(state.person.kind) };
}

/** All that is kept of a subscriber, for themselves. A program's secret is derived and not kept, so it is not in it. */
export function exported({ version: _version, ...person }: Subscriber): object {
  return { ...person, note: person.kind === 'webhook' ? `${EXPORT_NOTE} ${SECRET_NOTE}` : EXPORT_NOTE };
}
