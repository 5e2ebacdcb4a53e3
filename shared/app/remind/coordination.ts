import type { Instant } from '../../core/instant.ts';
import { MINUTE_MS, plus } from '../../core/instant.ts';
import { type HouseRecipient, type HouseReminder, houseReminders } from '../../core/reminders/coordination.ts';
import type { ReminderMessage } from '../../ports/reminders.ts';
import { houseMessage } from '../../wording/coordination-reminders.ts';
import type { HouseOf } from '../coordination-records.ts';
import { houseOf } from '../coordination-records.ts';
import { approvalLink } from '../link-actions.ts';
import { readIncident } from '../read-incidents.ts';
import type { RemindPorts } from './remind.ts';
import { sendToAll } from './send-to-all.ts';

/** How long a claimed reminder may take before somebody else sends it. */
const LEASE_MS = MINUTE_MS;

/** Sends every reminder of what people owe each other about one incident, whose time has come and that nobody has sent. */
export async function remindHouse(ports: RemindPorts, id: string): Promise<void> {
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
async function sendIfStillTrue(ports: RemindPorts, id: string, reminder: HouseReminder): Promise<void> {
  const { due, house, incident, now } = await dueNow(ports, id);
  if (!due.some(({ key }) => key === reminder.key)) return;
  const draft = reminder.about === 'draft' ? house.drafts.find((one) => one.id === reminder.draft) : undefined;
  const said = draft && (JSON.parse(draft.text) as { title?: string; message?: string });
  const names = {
    title: incident?.title ?? said?.title ?? 'a new incident',
    to: house.handover?.to ?? '',
    from: house.handover?.from ?? '',
    ...(said?.message === undefined ? {} : { message: said.message }),
  };
  const path = draft ? `drafts/${draft.id}` : `incidents/${id}`;
  const message: ReminderMessage = {
    ...houseMessage(ports.voice, reminder, names, now),
    to: nameOf(ports, reminder.to, house),
    incident: id,
    links: [`${ports.places.consoleUrl}/${path}`],
  };
  // Only who is asked to read it: whoever is paged about it later may not be an approver.
  const actions =
    draft && incident && reminder.to === 'approver'
      ? await approvalLink(ports.links, incident, reminder.key, draft, message.to, now)
      : [];
  await sendToAll(ports, message, actions);
}

async function dueNow(ports: RemindPorts, id: string) {
  const [incident, house] = await Promise.all([readIncident(ports.log, id), houseOf(ports, id)]);
  const now: Instant = ports.clock.now();
  return { ...houseReminders(house, incident, ports.policy, now), incident, house, now };
}

function nameOf({ recipients, approver }: RemindPorts, to: HouseRecipient, { handover }: HouseOf): string {
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
export const commanderOf = (configured: string, handover: HouseOf['handover']): string =>
  handover?.accepted ? handover.to : configured;
