import { type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import type { Policy } from '../../core/policy.ts';
import {
  type CoordinationRecipient,
  type CoordinationReminder,
  coordinationReminders,
} from '../../core/reminders/coordination.ts';
import type { Recipient } from '../../core/reminders/reminder.ts';
import type { Clock } from '../../ports/clock.ts';
import { draftedBody } from '../../ports/drafts.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { ReminderMessage, ReminderRecords, ReminderTarget } from '../../ports/reminders.ts';
import { coordinationMessage } from '../../wording/coordination-reminders.ts';
import type { Places } from '../../wording/reminders.ts';
import type { Voice } from '../../wording/sentences.ts';
import { type Coordination, type CoordinationPorts, coordinationOf } from '../coordination-records.ts';
import { approvalLink, type LinkPorts } from '../link-actions.ts';
import { readIncident } from '../read-incidents.ts';
import { sendToAll } from './send-to-all.ts';

export type CoordinationReminderPorts = CoordinationPorts & {
  log: IncidentLog;
  reminders: ReminderRecords;
  targets: readonly ReminderTarget[];
  /** What the house calls each recipient. */
  recipients: Record<Recipient, string>;
  /** Who is asked to read drafts. */
  approver: string;
  clock: Clock;
  policy: Policy;
  voice: Voice;
  places: Places;
  links: LinkPorts;
};

/** How long a claimed reminder may take before somebody else sends it. */
const LEASE_MS = MINUTE_MS;

/** Sends every reminder of what people owe each other about one incident, whose time has come and that nobody has sent. */
export async function remindCoordination(ports: CoordinationReminderPorts, id: string): Promise<void> {
  const sent = await ports.reminders.of(id);
  for (const reminder of (await dueNow(ports, id)).due) {
    if (sent.get(reminder.key)?.state === 'sent') continue;
    const now = ports.clock.now();
    if (!(await ports.reminders.claim(id, reminder.key, now, plus(now, LEASE_MS)))) continue;
    await sendIfStillTrue(ports, id, reminder);
    await ports.reminders.sent(id, reminder.key, ports.clock.now());
  }
}

/** Read again at the moment of sending: somebody may just have read the draft, or taken the incident. */
async function sendIfStillTrue(
  ports: CoordinationReminderPorts,
  id: string,
  reminder: CoordinationReminder,
): Promise<void> {
  const { due, coordination, incident, now } = await dueNow(ports, id);
  if (!due.some(({ key }) => key === reminder.key)) return;
  const draft = 'draft' in reminder ? coordination.drafts.find((one) => one.id === reminder.draft) : undefined;
  // What is restricted may be about a breach: its words are read where one has signed in, and nowhere else.
  const confidential = draft?.reason.reason === 'restricted' || incident?.handling === 'restricted';
  // What somebody keeps is theirs: who reads along hears that it waits, and not what it says.
  const said =
    draft && !confidential && reminder.about === 'draft'
      ? (draftedBody(draft) as { title?: string; message?: string })
      : undefined;
  const names = {
    title: incident?.title ?? said?.title ?? 'a new incident',
    confidential,
    to: coordination.handover?.to ?? '',
    from: coordination.handover?.from ?? '',
    ...(said?.message === undefined ? {} : { message: said.message }),
  };
  const path = draft ? `drafts/${draft.id}` : `incidents/${id}`;
  const message: ReminderMessage = {
    ...coordinationMessage(ports.voice, reminder, names, now),
    to: nameOf(ports, reminder.to, coordination),
    incident: id,
    links: [`${ports.places.consoleUrl}/${path}`],
  };
  // Only who is asked to read it: whoever is paged about it later may not be an approver.
  const actions =
    draft && incident && reminder.to === 'approver'
      ? await approvalLink(ports.links, incident, reminder.key, draft, message.to, now, ports.policy.people)
      : [];
  // A message that reaches everybody reaches whoever wrote the text: there the way leads through the sign-in.
  await sendToAll(ports, message, actions, ({ personal, addressed = false }) => personal && addressed);
}

async function dueNow(ports: CoordinationReminderPorts, id: string) {
  const [incident, coordination] = await Promise.all([readIncident(ports.log, id), coordinationOf(ports, id)]);
  const now: Instant = ports.clock.now();
  return { ...coordinationReminders(coordination, incident, ports.policy, now), incident, coordination, now };
}

function nameOf(
  { recipients, approver }: CoordinationReminderPorts,
  to: CoordinationRecipient,
  { handover }: Coordination,
): string {
  switch (to) {
    case 'approver':
      return approver;
    case 'escalation':
      return recipients.escalation;
    case 'commander':
      return commanderOf(recipients.commander, handover);
    case 'from':
      return handover?.from ?? recipients.commander;
    case 'to':
      return handover?.to ?? recipients.commander;
  }
}

/** Who has the incident: whoever took it over last, or else whom the config names. */
export const commanderOf = (configured: string, handover: Coordination['handover']): string =>
  handover?.accepted ? handover.to : configured;
