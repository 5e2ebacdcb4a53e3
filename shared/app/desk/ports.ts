import type { DeskBudget } from '../../core/desk/account.ts';
import type { Named } from '../../core/desk/match.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import type { Outage, ReportedIncident } from '../../core/incident.ts';
import type { Policy } from '../../core/policy.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeskStores, TicketSystem } from '../../ports/desk.ts';
import type { ComplaintCounts, DeskSourcePort } from '../../ports/desk-source.ts';
import type { DraftRecords } from '../../ports/drafts.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { Nudges } from '../../ports/nudges.ts';
import type { SiteIndex } from '../../ports/site-index.ts';
import type { DeskVoice } from '../../wording/desk/words.ts';

/** What a house decides about its desk. */
export type DeskRules = DeskBudget & {
  /** What is counted on X; undefined: nothing. */
  query: string | undefined;
  replyTwice: boolean;
  /** The page of an incident that is over says how many were answered. */
  publicNumber: boolean;
};

/** Something that people of the house are told about the desk. `links` lead to where they can do something about it. */
export type DeskNotice = { subject: string; text: string; path: string };

/** What the mention desk works with. */
export type DeskPorts = {
  stores: DeskStores;
  log: IncidentLog;
  siteIndex: SiteIndex;
  control: Pick<ControlRecord, 'read'>;
  drafts: DraftRecords;
  followUps: FollowUps;
  nudges: Nudges;
  policy: Policy;
  /** Those that are connected. */
  sources: Readonly<Partial<Record<DeskSource, DeskSourcePort>>>;
  counts?: ComplaintCounts | undefined;
  tickets?: TicketSystem | undefined;
  clock: Clock;
  rules: DeskRules;
  components: readonly Named[];
  /** The words of the house; those that were approved at the desk come besides. */
  words: DeskVoice;
  /** What support reads out about an incident, as `say.txt` has it. */
  says: (incident: ReportedIncident) => Promise<readonly string[]>;
  /** Pages the commander on duty. */
  page: (notice: DeskNotice) => Promise<void>;
  warn: (message: string, error: unknown) => void;
};

/** What people call each component, by its id. */
export const namesIn = ({ components }: Pick<DeskPorts, 'components'>): ReadonlyMap<string, string> =>
  new Map(components.map(({ id, name }) => [id, name]));

/** An outage as matching looks at it. */
export const asOpen = ({ id, handling, components, openedAt }: Outage) => ({
  id,
  handling,
  components: components.map((one) => one.id),
  openedAt,
});
