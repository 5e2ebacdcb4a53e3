import type { Impact, OutageStatus } from '../core/entry.ts';

/** What a template is for: the act, and for an update the status that it has after it. */
export type TemplateUse = 'open' | 'update' | 'resolve' | 'reopen' | 'withdraw-eta' | 'retract';

/**
 * Words to start from, at 3 a.m. `{what}` becomes the names of what is affected, `{began}` when it began, `{now}` the
 * time. There is nothing in them that somebody would have to fill in before they are true.
 */
export type Template = {
  for: TemplateUse;
  name: string;
  impact?: Impact;
  status?: Exclude<OutageStatus, 'resolved' | 'postmortem'>;
  title?: string;
  message: string;
};

export const TEMPLATES: readonly Template[] = [
  {
    for: 'open',
    impact: 'critical',
    name: 'It is down',
    title: '{what}: not available',
    message:
      'We have noticed that {what} cannot be used. We are looking for the cause; it is not known yet. We say here what we find.',
  },
  {
    for: 'open',
    impact: 'major',
    name: 'Much of it fails',
    title: '{what}: many failures',
    message: 'We see many failures in {what}. We are finding out who is affected and why. The cause is not known yet.',
  },
  {
    for: 'open',
    impact: 'minor',
    name: 'Slow, or some of it fails',
    title: '{what}: slow answers and failures',
    message:
      'We see slow answers and single failures in {what}. We are finding out who is affected and why. The cause is not known yet.',
  },
  {
    for: 'open',
    impact: 'none',
    name: 'We are checking',
    title: '{what}: we are checking',
    message: 'We see something unusual in {what} and are checking it. We know of no effect on customers so far.',
  },
  {
    for: 'update',
    status: 'investigating',
    name: 'Still looking',
    message: 'We have not found the cause yet and are still looking. The effect is the same as in our last update.',
  },
  {
    for: 'update',
    status: 'identified',
    name: 'Cause found',
    message: 'We know the cause now and are working on the repair.',
  },
  {
    for: 'update',
    status: 'identified',
    name: 'Repair goes on',
    message: 'The repair goes on. The effect is the same as in our last update.',
  },
  {
    for: 'update',
    status: 'monitoring',
    name: 'Repair is in place',
    message:
      'A repair is in place, and we see {what} working again. We are watching it. If it still fails for you, tell us.',
  },
  {
    for: 'resolve',
    name: 'It is over',
    message:
      'It is over: we see {what} working as before. It was affected from {began} to {now}. We do not know yet whether data was affected, and say so here once we do.',
  },
  {
    for: 'reopen',
    name: 'It is back',
    message:
      'We see failures in {what} again. We said too early that it was over. We are looking for the cause; it is not known yet.',
  },
  {
    for: 'withdraw-eta',
    name: 'It takes longer',
    message:
      'The repair takes longer than we thought, and the time that we gave no longer holds. We give a new one when we know it.',
  },
  {
    for: 'retract',
    name: 'False alarm',
    message: 'We opened this in error: the alarm was false. We have seen no failure in {what}.',
  },
];

/** A template's text with its places filled in. */
export const filledIn = (text: string, places: { what: string; began: string; now: string }): string =>
  text.replaceAll(/\{(what|began|now)\}/g, (_, place: keyof typeof places) => places[place]);

/** `Website`, `Website and API`, `Website, API and Webhooks`. */
export function listed(names: readonly string[], otherwise: string): string {
  if (names.length === 0) return otherwise;
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
