import { addressCount } from '../../core/subscribers/sign-up-limits.ts';
import type { Choice, Subscriber } from '../../core/subscribers/subscriber.ts';
import { found, type LinkRefused } from './found.ts';
import type { SubscriberPorts } from './ports.ts';

/** What a link that confirms leads to. `changes`: of somebody who is told already. */
export type ConfirmState =
  | LinkRefused
  | { type: 'ready'; person: Subscriber; choice: Choice; changes: boolean }
  | { type: 'done'; person: Subscriber };

/** What `token` asks now. Changes nothing: programs that look at mail follow every link. */
export async function lookAtConfirmation(ports: SubscriberPorts, token: string): Promise<ConfirmState> {
  const at = await found(ports, 'confirm', token);
  if (at.type === 'refused') return at;
  const { person } = at;
  const asked = person.asked !== undefined && person.asked.until > ports.clock.now() ? person.asked.choice : undefined;
  if (person.state === 'confirmed' && asked === undefined) return { type: 'done', person };
  return { type: 'ready', person, choice: asked ?? person.choice, changes: person.state === 'confirmed' };
}

/** Confirms what was asked for, because the owner of the address pressed the button. Pressed twice it is confirmed once. */
export async function confirm(ports: SubscriberPorts, token: string): Promise<ConfirmState> {
  const state = await lookAtConfirmation(ports, token);
  if (state.type !== 'ready') return state;
  const { person: before, choice } = state;
  const now = ports.clock.now();
  const { asked: _asked, pendingUntil: _until, failing: _failing, quarantined: _quarantined, ...rest } = before;
  const person: Subscriber = {
    ...rest,
    state: 'confirmed',
    choice,
    // Told of what is said from here on; a change of what they are told of does not make them miss what is under way.
    confirmedAt: state.changes ? (before.confirmedAt ?? now) : now,
    version: before.version + 1,
  };
  // Somebody changed this person in the same moment: the owner presses once more.
  if (!(await ports.subscribers.put(person, before.version))) return lookAtConfirmation(ports, token);
  await ports.subscribers.forgive('mail', person.id);
  await ports.signUpCounts.forget(addressCount(person.id), now);
  return { type: 'done', person };
}
