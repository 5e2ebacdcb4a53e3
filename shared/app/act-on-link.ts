import type { Previewed } from '../contract/answers.ts';
import { commandKey } from '../contract/identity.ts';
import { type ActionLink, readLink } from '../core/action-link.ts';
import type { Entry } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../core/instant.ts';
import { dutiesOf } from '../core/people/person.ts';
import { cadenceMs } from '../core/policy.ts';
import { acknowledgementKey } from '../core/reminders/reminders.ts';
import { isSamePerson, type People, whyNotApprovedBy } from '../core/second-person.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import { type CommandDraft, type DraftRecords, draftedBody, proposerOf, versionOf } from '../ports/drafts.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import type { MachineRecords } from '../ports/machines.ts';
import type { PeopleRecords } from '../ports/people.ts';
import type { ReminderRecords } from '../ports/reminders.ts';
import { noNews } from '../wording/links.ts';
import { approve } from './drafts.ts';
import { etagOf, seqIn } from './etag.ts';
import { byLink } from './link-actions.ts';
import { whoIsBehind } from './machines.ts';
import { noteAct } from './note-act.ts';
import { nameOf } from './people/name-of.ts';
import { type PreviewPorts, preview } from './preview.ts';
import { type CommandPorts, runCommand } from './run-command.ts';

export type ActOnLinkPorts = CommandPorts &
  PreviewPorts & {
    reminders: ReminderRecords;
    drafts: DraftRecords;
    /** The key that links are signed with. */
    linkKey: () => Promise<string>;
    people: PeopleRecords;
    machines: MachineRecords;
    /** While nobody is in the directory: true if each message reaches the one it is addressed to and nobody else. */
    linksApprove: boolean;
    auditLog: AuditLog;
  };

/** Why a link does nothing. `since`: what was said after the reminder that carried it. */
export type LinkRefused =
  | { type: 'refused'; why: 'forged' | 'expired' | 'left' }
  | { type: 'refused'; why: 'used' | 'over' | 'restricted' | 'unsayable'; incident: ReportedIncident }
  /** It has to be approved by somebody who has signed in, on the page of that draft. */
  | { type: 'refused'; why: 'sign-in'; incident: ReportedIncident; draft: string }
  | { type: 'refused'; why: 'outdated'; incident: ReportedIncident; since: readonly Entry[]; draft?: string };

/** What one more tap would do. */
export type LinkReady = {
  type: 'ready';
  link: ActionLink;
  /** How colleagues call whoever the link was sent to. */
  name: string;
  incident: ReportedIncident;
  /** For *no news*: the texts that would go out and the time that they promise. */
  says?: { nextUpdateBy: Instant; texts: Previewed };
  /** For *approve*: the draft, who asks for it, and the texts that would go out. */
  approves?: { draft: CommandDraft; by: string; texts: Awaited<ReturnType<typeof preview>> };
};

export type LinkDone = { type: 'done'; link: ActionLink; name: string; incident: ReportedIncident; entry?: Entry };

/** What `token` may do now, and what the public would read. Changes nothing. */
export async function lookAtLink(ports: ActOnLinkPorts, token: string): Promise<LinkRefused | LinkReady> {
  const now = ports.clock.now();
  const link = readLink(token, await ports.linkKey(), now);
  if (link === 'forged' || link === 'expired') return { type: 'refused', why: link };

  const [entries, addressee] = await Promise.all([ports.log.load(link.incident), ports.people.of(link.to)]);
  if (addressee?.removedAt !== undefined) return { type: 'refused', why: 'left' };
  const name = addressee?.name ?? link.to;
  const incident = replayed(link.incident, entries) as ReportedIncident;
  const key = keyOf(link);
  if (entries.some((entry) => entry.command?.keyHash === key.keyHash) || (await isNoted(ports, link, incident)))
    return { type: 'refused', why: 'used', incident };
  // A draft may be about what is over: a postmortem, a correction. Whether it can still be said is asked when it is.
  if (incident.phase !== 'open' && link.action !== 'approve') return { type: 'refused', why: 'over', incident };
  if (link.action === 'approve') return await readyToApprove(ports, link, name, incident);
  const since = saidSince(link, incident);
  if (since !== undefined) return { type: 'refused', why: 'outdated', incident, since };
  if (link.action === 'on-it') return { type: 'ready', link, name, incident };
  if (incident.handling === 'restricted') return { type: 'refused', why: 'restricted', incident };

  const nextUpdateBy = plus(now, cadenceMs(ports.policy, incident.impact, incident.status));
  const body = { message: noNews(ports.voice, incident.status), nextUpdateBy };
  const texts = await preview(ports, { command: 'update', incident: incident.id, body }, actorOf(link));
  return { type: 'ready', link, name, incident, says: { nextUpdateBy, texts } };
}

/**
 * Does what the link allows, once. `shownUntil` is the time that the person saw promised and tapped on; one that can no
 * longer be given (they waited, or it was not ours) is shown anew instead of posted, and so is a draft in another version
 * than `shownVersion`.
 */
export async function actOnLink(
  ports: ActOnLinkPorts,
  token: string,
  shownUntil: string | undefined,
  shownVersion?: string,
): Promise<LinkRefused | LinkReady | LinkDone> {
  const state = await lookAtLink(ports, token);
  if (state.type === 'refused') return state;
  const { link, name, incident, says, approves } = state;
  if (approves) {
    if (String(versionOf(approves.draft)) !== (shownVersion ?? '1')) return state;
    return await approveByLink(ports, link, name, incident, approves.draft);
  }
  if (says === undefined) return await acknowledge(ports, link, name, incident);
  const cadence = cadenceMs(ports.policy, incident.impact, incident.status);
  if (!isStillGiven(shownUntil, says.nextUpdateBy, cadence)) return state;

  const result = await runCommand(ports, {
    incident: incident.id,
    speaker: { author: 'person', actor: actorOf(link), via: 'api' },
    key: keyOf(link),
    ifMatch: link.etag,
    command: () => ({ type: 'PostUpdate', message: noNews(ports.voice, incident.status), nextUpdateBy: shownUntil }),
  });
  switch (result.type) {
    case 'added':
      return result.repeated
        ? { type: 'refused', why: 'used', incident: result.incident }
        : { type: 'done', link, name, incident: result.incident, entry: result.entry };
    case 'changed-meanwhile':
      return { type: 'refused', why: 'outdated', incident, since: result.entriesSince };
    default:
      throw new Error(`a text that we wrote ourselves was not accepted: ${result.type}`);
  }
}

async function readyToApprove(
  ports: ActOnLinkPorts,
  link: ActionLink,
  name: string,
  incident: ReportedIncident,
): Promise<LinkRefused | LinkReady> {
  // The key of the reminder names the draft: `draft#<id>#...`
  const draft = await ports.drafts.read(link.reminder.split('#')[1] ?? '');
  if (draft?.state !== 'waiting') return { type: 'refused', why: 'used', incident };
  const behind = await whoIsBehind(ports, proposerOf(draft));
  const why = whyNotApprovedBy(proposerOf(draft), byLink(link.to), draft.reason, behind);
  if (why !== undefined || !(await mayApprove(ports, link.to, draft, behind)))
    return { type: 'refused', why: 'sign-in', incident, draft: draft.id };
  const since = saidAfter(draft.seen ?? link.etag, incident);
  if (since.length > 0) return { type: 'refused', why: 'outdated', incident, since, draft: draft.id };
  const request = { command: draft.command, incident: draft.incident, body: draftedBody(draft) };
  const [texts, by] = await Promise.all([
    preview(ports, request, draft.proposedBy.actor),
    proposerName(ports, draft.proposedBy),
  ]);
  return { type: 'ready', link, name, incident, approves: { draft, by, texts } };
}

async function proposerName(
  { people, machines }: ActOnLinkPorts,
  { actor, person }: CommandDraft['proposedBy'],
): Promise<string> {
  if (person) return await nameOf(people, actor);
  return (await machines.read()).find(({ id }) => id === actor)?.name ?? actor;
}

/** True if the link was sent to somebody who may read drafts for others, who is still in the house, and wrote none of it. */
async function mayApprove(ports: ActOnLinkPorts, to: string, draft: CommandDraft, behind: People): Promise<boolean> {
  const { people } = await ports.people.read();
  if (people.length === 0) return ports.linksApprove;
  const person = people.find(({ id }) => id === to);
  if (person === undefined || !dutiesOf(person).includes('approver')) return false;
  return !isSamePerson(proposerOf(draft), byLink(person.name), behind);
}

async function approveByLink(
  ports: ActOnLinkPorts,
  link: ActionLink,
  name: string,
  incident: ReportedIncident,
  draft: CommandDraft,
): Promise<LinkRefused | LinkDone> {
  const result = await approve(ports, draft, { by: actorOf(link) });
  switch (result.type) {
    case 'added':
      // The address is a secret and the text is in the log: neither stands here.
      await noteAct(ports, { by: link.to, act: 'POST /a/{token}', on: `/v1/drafts/${draft.id}/approve` });
      return { type: 'done', link, name, incident: result.incident, entry: result.entry };
    case 'changed-meanwhile':
      return { type: 'refused', why: 'outdated', incident, since: result.entriesSince, draft: draft.id };
    default:
      return { type: 'refused', why: 'unsayable', incident };
  }
}

/**
 * What was said after the reminder that carried the link, where that takes away what it allows; undefined where it does
 * not. Who says to be on it says so of a silence, which only a person ends: what the pipeline or a monitor says in it
 * makes the words no less true, and is when they are needed most.
 */
function saidSince(link: ActionLink, incident: ReportedIncident): readonly Entry[] | undefined {
  if (etagOf(incident) === link.etag) return undefined;
  const seen = seqIn(link.etag);
  const since = saidAfter(link.etag, incident);
  const reminded = incident.entries.find((entry) => entry.seq === seen);
  const isSameSilence = reminded !== undefined && incident.silence.since <= reminded.at;
  return link.action === 'on-it' && isSameSilence ? undefined : since;
}

/** Everything that was said after the state with this ETag. */
const saidAfter = (etag: string, incident: ReportedIncident): readonly Entry[] =>
  incident.entries.filter((entry) => entry.seq > seqIn(etag));

/** Nothing is said: only the pages of this silence end. Whoever is second is told that it is known. */
async function acknowledge(
  ports: ActOnLinkPorts,
  link: ActionLink,
  name: string,
  incident: ReportedIncident,
): Promise<LinkRefused | LinkDone> {
  const now = ports.clock.now();
  const key = acknowledgementKey(incident.silence.since, link.to);
  if (!(await ports.reminders.claim(incident.id, key, now, plus(now, MINUTE_MS))))
    return { type: 'refused', why: 'used', incident };
  await ports.reminders.sent(incident.id, key, now);
  return { type: 'done', link, name, incident };
}

async function isNoted({ reminders }: ActOnLinkPorts, link: ActionLink, incident: ReportedIncident): Promise<boolean> {
  if (link.action !== 'on-it' || incident.phase !== 'open') return false;
  const noted = (await reminders.of(incident.id)).get(acknowledgementKey(incident.silence.since, link.to));
  return noted?.state === 'sent';
}

/** The link names the command, so a second tap is the same command and adds nothing. */
const keyOf = ({ action, incident, reminder }: ActionLink): CommandKey =>
  commandKey('action-link', `${action} ${incident} ${reminder}`, { method: 'POST', path: '/a', body: '' });

const actorOf = ({ to }: ActionLink): string => `${to} (by link)`;

/** A person tapped on this very time. It must be one that we showed, and leave at least half of the cadence. */
const isStillGiven = (shown: string | undefined, latest: Instant, cadence: number): shown is Instant =>
  shown !== undefined && INSTANT.test(shown) && shown <= latest && shown >= plus(latest, -cadence / 2);

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
