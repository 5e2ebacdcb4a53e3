import { type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import { dutiesOf, type Person } from '../../core/people/person.ts';
import type { Policy } from '../../core/policy.ts';
import {
  type CoordinationRecipient,
  type CoordinationReminder,
  coordinationReminders,
} from '../../core/reminders/coordination.ts';
import { isSamePerson, type People } from '../../core/second-person.ts';
import { type CommandDraft, draftedBody, proposerOf } from '../../ports/drafts.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { MachineRecords } from '../../ports/machines.ts';
import type { ReminderRecords } from '../../ports/reminders.ts';
import { coordinationMessage, timesWithin } from '../../wording/coordination-reminders.ts';
import { RESTRICTED_IN_ROOMS } from '../../wording/people.ts';
import type { Places } from '../../wording/reminders.ts';
import type { Voice } from '../../wording/sentences.ts';
import { onOwnClock } from '../../wording/time.ts';
import { type Coordination, type CoordinationPorts, coordinationOf } from '../coordination-records.ts';
import { approvalLink, byLink, type LinkPorts } from '../link-actions.ts';
import { whoIsBehind } from '../machines.ts';
import { nameOf } from '../people/name-of.ts';
import { readIncident } from '../read-incidents.ts';
import { type Addressed, type DeliveryPorts, deliver } from './deliver.ts';

export type CoordinationReminderPorts = CoordinationPorts &
  DeliveryPorts & {
    log: IncidentLog;
    reminders: ReminderRecords;
    policy: Policy;
    voice: Voice;
    places: Places;
    links: LinkPorts;
    machines: MachineRecords;
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
  const { to, from, replaced } = { ...coordination.handover, ...(reminder.to === 'heir' ? draft?.handedTo : {}) };
  const [toName, fromName, replacedName] = await Promise.all(
    [to, from, replaced].map((called) => nameOf(ports.people, called ?? '')),
  );
  const names = {
    title: incident?.title ?? said?.title ?? 'a new incident',
    confidential,
    to: toName ?? '',
    from: fromName ?? '',
    replaced: replacedName ?? '',
    ...(said?.message === undefined ? {} : { message: said.message }),
  };
  const path = draft ? `drafts/${draft.id}` : `incidents/${id}`;
  const message = {
    ...coordinationMessage(ports.voice, reminder, names, now),
    incident: id,
    links: [`${ports.places.consoleUrl}/${path}`],
  };
  const people = draft && (await whoIsBehind(ports, proposerOf(draft)));
  // A message that reaches everybody reaches whoever wrote the text: there the way leads through the sign-in.
  await deliver(ports, addressed(reminder.to, coordination.handover, draft), message, {
    approves: true,
    forZone: (zone) => onOwnClock(ports.voice, timesWithin(reminder), zone, now),
    ...(confidential ? { inRooms: RESTRICTED_IN_ROOMS } : {}),
    except: (person) => draft !== undefined && reminder.to !== 'heir' && isAuthor(person, draft, people),
    // Only who is asked to read it: whoever is paged about it later may not be an approver.
    actions: async (to, person) =>
      draft && incident && reminder.to === 'approver' && (person === undefined || dutiesOf(person).includes('approver'))
        ? approvalLink(ports.links, incident, reminder.key, draft, to, now, people)
        : [],
  });
}

/** True if `person` may have written the draft themselves, by whatever door and under whatever name. */
const isAuthor = ({ id, name }: Person, draft: CommandDraft, people: People | undefined): boolean =>
  [id, name].some((called) => isSamePerson(proposerOf(draft), byLink(called), people));

async function dueNow(ports: CoordinationReminderPorts, id: string) {
  const [incident, coordination] = await Promise.all([readIncident(ports.log, id), coordinationOf(ports, id)]);
  const now: Instant = ports.clock.now();
  return { ...coordinationReminders(coordination, incident, ports.policy, now), incident, coordination, now };
}

function addressed(
  to: CoordinationRecipient,
  handover: Coordination['handover'],
  draft: CommandDraft | undefined,
): Addressed {
  const commander = (called: string | undefined): Addressed => ({
    duty: 'commander',
    ...(called === undefined ? {} : { called }),
  });
  switch (to) {
    case 'approver':
    case 'escalation':
    case 'deputy':
      return { duty: to };
    case 'commander':
      return commander(takenOverBy(handover));
    case 'from':
      return commander(handover?.from);
    case 'to':
      return commander(handover?.to);
    case 'replaced':
      return commander(handover?.replaced);
    case 'heir':
      return { duty: 'deputy', ...(draft?.handedTo === undefined ? {} : { called: draft.handedTo.to }) };
  }
}

/** Who has the incident because somebody handed it over; undefined while it is with whoever is on duty. */
export const takenOverBy = (handover: Coordination['handover']): string | undefined =>
  handover?.accepted ? handover.to : handover?.holder;
