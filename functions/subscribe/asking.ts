import type { PublicIncident } from '../../shared/core/public-incident.ts';
import type { Choice } from '../../shared/core/subscribers/subscriber.ts';
import { titleOf } from '../../shared/site/site-index-state.ts';
import type { Voice } from '../../shared/wording/sentences.ts';
import type { OpenPorts } from './followable.ts';

/** What every way to sign up needs. `aboveCeiling`: has people paged. `info`: says something in the log. */
export type Asking = OpenPorts & {
  voice: Voice;
  aboveCeiling: () => void;
  info: (message: string, details: Readonly<Record<string, unknown>>) => void;
};

/** The one incident that is followed, while it is open. */
export const followedIn = (open: readonly PublicIncident[], { incident }: Choice): PublicIncident | undefined =>
  open.find(({ id }) => id === incident);

/** Its title, as people know it. */
export function titled(open: readonly PublicIncident[], choice: Choice): { title?: string } {
  const followed = followedIn(open, choice);
  return followed === undefined ? {} : { title: titleOf(followed) };
}

/** A choice as the form can show it again: an incident that is over cannot be chosen. */
export function stillThere(choice: Choice, followed: PublicIncident | undefined): Choice {
  if (followed !== undefined) return choice;
  const { incident: _incident, ...rest } = choice;
  return rest;
}
