import type { Instant } from '../core/instant.ts';
import type { Voice } from './sentences.ts';
import { listed } from './site.ts';
import { promisedTime } from './time.ts';

/** What an alarm says in public, before a person has looked: what a monitor reports, and nothing that it does not know. */
export const alarmWords = (component: string) => ({
  title: `Problems with ${component}`,
  message: `Our monitoring reports a problem with ${component}. Nobody has confirmed it yet.`,
  again: `Our monitoring reports a problem with ${component} again. Nobody has confirmed it yet.`,
});

/** What is said where an alarm clears before anybody confirmed it: no more than that, and that is no recovery. */
export const clearedUnconfirmed = (voice: Voice, since: Instant, now: Instant): string =>
  `Our monitoring cleared at ${promisedTime(voice, since, now)}; nobody has confirmed it yet.`;

/** What a person may say once no monitor sees a problem: proposed, never said by itself. */
export const monitoringProposal = (voice: Voice, components: readonly string[], since: Instant, now: Instant): string =>
  `Our monitoring has not seen the problem${components.length === 0 ? '' : ` with ${listed(components)}`} since ${promisedTime(voice, since, now)}. We are watching whether it stays that way.`;

/** Why an alarm opened nothing, or does not yet: for the sender and the log. */
export const ALARM_REASONS = {
  held: (minutes: number) => `it waits ${minutesOf(minutes)}, to see whether it clears by itself`,
  clearedInTime: (minutes: number) => `cleared within ${minutesOf(minutes)}`,
  decided: 'a person has decided the draft about this outage',
  drafted: 'a draft about it waits for a person',
};

/** Why a rule of a source is not for an alarm, for whoever writes the rules. */
export const RULE_WORDS = {
  otherLabel: (label: string, value: string | undefined) =>
    value === undefined ? `it has no label ${label}` : `its ${label} is “${value}”`,
  noComponent: (rule: string, component: string) =>
    component === '' ? `it has no label for ${rule}` : `“${component}” is not a component`,
};

/** What would become of an alarm, for whoever tries one. `minutes`: how long it is held. */
export const ALARM_WOULD = {
  ignored: 'no rule is for it: it is ignored, and kept for a while among what nobody has mapped',
  noted: 'it is noted beside what is open about it; nothing is said in public',
  noData: 'it is noted as “no data” beside what is open about it, which is no recovery; nothing is said in public',
  draft: 'it joins what is open about it; else a person is asked, and nothing is said before',
  firstWord:
    'it joins what is open about it; else it is said at once if somebody can be reached, and if not after 15 minutes, with no time for the next update',
  held: (minutes: number, then: string) =>
    `it waits ${minutesOf(minutes)} and comes to nothing if it clears; then ${then}`,
};

const minutesOf = (minutes: number): string => (minutes === 1 ? '1 minute' : `${minutes} minutes`);
