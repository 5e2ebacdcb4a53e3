import type { DutyReach } from '../core/people/addressees.ts';
import { type AddressKind, type Duty, PAGED_DUTIES } from '../core/people/person.ts';
import type { Reached } from '../core/people/reached.ts';
import type { ReminderMessage } from '../ports/reminders.ts';
import { ascii } from './ascii.ts';

/** What each duty is for, in a few words. */
export const DUTY_MEANS: Readonly<Record<Duty | 'alarms', string>> = {
  commander: 'is reminded first',
  deputy: 'is told when the commander did not answer',
  approver: 'reads what a second person has to read',
  escalation: 'is paged every half hour when nobody answers',
  desk: 'answers people',
  alarms: 'a mailbox that gets the alarms of the stack, and nothing else',
};

/** What a webhook is sent before anything else: nothing goes there until a person has pressed the button. */
export const hookQuestion = (brand: string, name: string, url: string): Omit<ReminderMessage, 'to'> => ({
  kind: 'mail',
  subject: `Is this where ${name} wants to be told?`,
  text: `${brand} would send here what is meant for ${name} alone, with links that act in that name. If this is theirs, open the link and confirm it; if not, do nothing.`,
  links: [url],
});

/** What somebody on duty is sent to see that it arrives. Nothing is asked of them. */
export const trialMessage = (brand: string, as: readonly Duty[]): Omit<ReminderMessage, 'to'> => ({
  kind: 'mail',
  subject: `${ascii(brand, 40)}: this is where you are reached`,
  text: `This is a test, and nothing is wrong. You are on duty as ${as.join(', ')}, and what is for you comes here. Tell whoever asked for it that it has arrived.`,
  links: [],
});

/** What a room reads of a restricted incident: nothing of it, and where to look. */
export const RESTRICTED_IN_ROOMS = {
  subject: 'A restricted incident needs somebody',
  text: 'Something about a restricted incident is due. Who is asked for it has been told; the console says what it is.',
} as const;

const KINDS: Readonly<Record<AddressKind, string>> = { mail: 'mail address', hook: 'webhook' };

export const addressWord = (kind: AddressKind): string => KINDS[kind];

const LACKS: Readonly<Record<Exclude<DutyReach, 'reached'>, (duty: string) => string>> = {
  nobody: (duty) => `nobody is ${duty}`,
  unconfirmed: (duty) => `no ${duty} has a confirmed address`,
};

/** Why nothing is said without people at the moment, as half a sentence; undefined while somebody would be reached. */
export function whyDisarmed({ armed, duties }: Reached): string | undefined {
  if (armed) return undefined;
  if (duties === undefined) return 'nobody has confirmed that reminders arrive';
  const lacking = PAGED_DUTIES.flatMap((duty) => {
    const is = duties[duty];
    return is === 'reached' ? [] : [LACKS[is](duty)];
  });
  return lacking.length === 0 ? 'whether reminders arrive is not known' : lacking.join(', ');
}

/** That somebody outside the directory reads along; undefined if nobody does. */
export const readAlong = ({ strangers }: Reached): string | undefined =>
  strangers === undefined
    ? undefined
    : `${strangers === 1 ? 'One subscription' : `${strangers} subscriptions`} of the topic belong${strangers === 1 ? 's' : ''} to nobody in the directory and may get what is for others; until it is ended no link in a message approves.`;

/** The last message to somebody who leaves. `left`: what they had, a text if it has no title, and who is asked to take it. */
export function farewell(
  brand: string,
  left: readonly { title?: string; to: string | undefined }[],
): Omit<ReminderMessage, 'to'> {
  const what = left.map(
    ({ title, to }) =>
      `${title === undefined ? 'a text that waits' : `“${title}”`} (${to === undefined ? 'nobody could be asked' : `${to} is asked`})`,
  );
  return {
    kind: 'mail',
    subject: `You are out of the directory of ${ascii(brand, 40)}`,
    text: `An administrator has taken you out of the directory of people. Nothing is addressed to you any more, and your sign-in and the links in earlier messages do nothing from now on.${what.length === 0 ? '' : ` Others are asked to take what you had: ${what.join(', ')}.`}`,
    links: [],
  };
}
