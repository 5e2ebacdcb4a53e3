import { type Changeable, isChangeable } from '../../core/subscribers/changeable.ts';
import type { Choice, Subscriber } from '../../core/subscribers/subscriber.ts';
import { isZone } from '../../core/wall-time.ts';
import { FIELDS } from '../../site/follow/fields.ts';
import { CHANGE } from '../../wording/follow.ts';
import { type Followable, readChoice } from './read-form.ts';
import { readFormat, readOwner } from './read-hook.ts';

/** What somebody wants in the place of what they have. What it leaves out is taken away. */
export type ChangeWish = { choice: Choice } & Pick<Subscriber, Changeable>;

/** What somebody typed, to be shown to them again. */
export type ChangeTyped = { choice: Choice } & Record<Changeable, string>;

/**
 * Reads the form with which `person` changes what they get. What their kind has no field for stays as it is. `of`: the field in
 * which something is wrong.
 */
export function readChange(
  form: URLSearchParams,
  person: Subscriber,
  followable: Followable,
): { wish: ChangeWish } | { problem: string; of?: Changeable; typed: ChangeTyped } {
  // Their own incident may be over by now; it is no news to them that nothing more will be said of it.
  const { incident } = person.choice;
  const open = incident === undefined ? followable.open : followable.open.union(new Set([incident]));
  const read = readChoice(form, { ...followable, open });
  const field = (name: string): string => form.get(name)?.trim() ?? '';
  const typed = { zone: field(FIELDS.zone), owner: field(FIELDS.owner), format: field(FIELDS.format) };
  const zone = isChangeable('zone', person) ? readZone(typed.zone) : kept(person, 'zone');
  const owner = isChangeable('owner', person) ? readOwner(typed.owner) : kept(person, 'owner');
  const format = isChangeable('format', person) ? readFormat(typed.format) : kept(person, 'format');
  const all = { ...typed, choice: read.choice };
  if ('problem' in read) return { problem: read.problem, typed: all };
  if ('problem' in zone) return { ...zone, of: 'zone', typed: all };
  if ('problem' in owner) return { ...owner, of: 'owner', typed: all };
  if ('problem' in format) return { ...format, of: 'format', typed: all };
  return { wish: { choice: read.choice, ...zone, ...owner, ...format } };
}

const readZone = (zone: string): { zone?: string } | { problem: string } => {
  if (zone === '') return {};
  return isZone(zone) ? { zone } : { problem: `“${zone.slice(0, 60)}” ${CHANGE.noSuchZone}` };
};

const kept = (person: Subscriber, what: Changeable): Pick<Subscriber, Changeable> =>
  person[what] === undefined ? {} : { [what]: person[what] };
