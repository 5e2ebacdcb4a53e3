import { type ActionLink, LINK_LIVES_MS, type LinkAction, signLink } from '../core/action-link.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, plus } from '../core/instant.ts';
import type { Reminder } from '../core/reminders/reminder.ts';
import { type Party, type People, whyNotApprovedBy } from '../core/second-person.ts';
import { type CommandDraft, proposerOf } from '../ports/drafts.ts';
import { LINK_LABELS } from '../wording/links.ts';
import { etagOf } from './etag.ts';

export type LinkPorts = {
  /** The key that links are signed with. */
  key: () => Promise<string>;
  /** Where links are answered, without a slash at the end. */
  opsUrl: string;
  warn: (message: string, error: unknown) => void;
};

export type Action = { label: string; url: string };

/** The links that `reminder` carries for `to`. Without the key it goes out without links: it must go out. */
export async function actionsFor(
  ports: LinkPorts,
  incident: ReportedIncident,
  reminder: Reminder,
  to: string,
  now: Instant,
): Promise<readonly Action[]> {
  return signed(ports, allowedBy(reminder, incident), incident, reminder.key, to, now);
}

/** The link with which `to` approves a draft in one tap; none for one who may not approve it so. */
export async function approvalLink(
  ports: LinkPorts,
  incident: ReportedIncident,
  reminderKey: string,
  draft: CommandDraft,
  to: string,
  now: Instant,
  people: People | undefined,
): Promise<readonly Action[]> {
  const why = whyNotApprovedBy(proposerOf(draft), byLink(to), draft.reason, people);
  return why === undefined ? signed(ports, ['approve'], incident, reminderKey, to, now) : [];
}

/** Whoever a link was addressed to, as the rule of the second person sees them. */
export const byLink = (to: string): Party => ({ door: 'link', subject: '', name: to });

async function signed(
  { key, opsUrl, warn }: LinkPorts,
  allowed: readonly LinkAction[],
  incident: ReportedIncident,
  reminder: string,
  to: string,
  now: Instant,
): Promise<readonly Action[]> {
  if (allowed.length === 0) return [];
  try {
    const secret = await key();
    return allowed.map((action) => {
      const expiresAt = plus(now, LINK_LIVES_MS);
      const link: ActionLink = { action, incident: incident.id, etag: etagOf(incident), to, reminder, expiresAt };
      return { label: LINK_LABELS[action], url: `${opsUrl}/a/${signLink(link, secret)}` };
    });
  } catch (error) {
    warn('a reminder goes out without links, because they could not be signed', error);
    return [];
  }
}

/** No news answers no promise to be back, and a restricted incident says nothing that was not read by a second person. */
function allowedBy(reminder: Reminder, incident: ReportedIncident): readonly LinkAction[] {
  if (incident.phase !== 'open') return [];
  const aboutEta = reminder.about === 'promise' && reminder.row.promise !== 'nextUpdateBy';
  return aboutEta || incident.handling === 'restricted' ? ['on-it'] : ['no-news', 'on-it'];
}
