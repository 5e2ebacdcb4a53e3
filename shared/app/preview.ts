import type { Previewed } from '../contract/answers.ts';
import { begins } from '../contract/command-names.ts';
import { commandParsers } from '../contract/commands.ts';
import { lintAsks } from '../contract/lint-asks.ts';
import { maintenanceFindings } from '../contract/maintenance-schemas.ts';
import { parseBody } from '../contract/parse.ts';
import { invalid, Problem } from '../contract/problem.ts';
import { opensRestricted } from '../contract/restricted-opening.ts';
import { previewBody } from '../contract/schemas.ts';
import { approvalNeeded } from '../core/approval.ts';
import type { BusyHours } from '../core/busy-hours.ts';
import type { Command, Speaker } from '../core/command.ts';
import type { Entry } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, MINUTE_MS } from '../core/instant.ts';
import type { Odds } from '../core/lint/finding.ts';
import { lint, unanswered } from '../core/lint/lint.ts';
import { SAID_AGAIN_WITHIN_MS } from '../core/lint/said-before.ts';
import { withStandings } from '../core/standing.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { type ApologyIfSilentPorts, apologyIfSilent } from './apology-if-silent.ts';
import { etaAdvice, type IncidentAdvice } from './eta-advice.ts';
import { readOpening } from './open-restricted.ts';
import type { PersonCommandPorts } from './person-command.ts';
import { NOTHING, type Outcome, outcomeOf, siteText } from './preview-outcome.ts';
import { previewTogether } from './preview-together.ts';
import { wordsIn } from './proposed-before.ts';
import { begunAlike } from './read-incidents.ts';

export type PreviewPorts = Pick<PersonCommandPorts, 'clock' | 'policy' | 'components' | 'log' | 'voice'> & {
  busyHours?: BusyHours | undefined;
  siteIndex: SiteIndex;
} & ApologyIfSilentPorts;

/** An incident gets its id when it is opened. This has as many characters, so that every length is right. */
const NOT_OPENED_YET = 'new-incident';

const RESTRICTED = { reason: 'restricted' } as const;

/**
 * What a command would say on every channel and promise, what speaks against it, and whether it would be refused.
 * Stores nothing, and refuses nothing: whoever is still typing is told what is wrong so far.
 */
export async function preview(ports: PreviewPorts, request: unknown, actor: string): Promise<Previewed> {
  try {
    return await said(ports, request, actor);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { at: ports.clock.now(), ...NOTHING, findings: [], wouldBeRefused: error.document };
  }
}

async function said(ports: PreviewPorts, request: unknown, actor: string): Promise<Previewed> {
  const { command: name, incident: given, body } = parseBody(previewBody, request);
  if (name === 'resolve-together') return previewTogether(ports, body, actor);
  const isFirst = begins(name);
  if (!isFirst && given === undefined) {
    throw invalid([{ field: 'incident', reason: `is missing; say which incident the ${name} is for` }]);
  }
  const now = ports.clock.now();
  const { command: typed, overrides } = commandParsers[name](body, now, ports);
  const split = name === 'open' && opensRestricted(body) ? readOpening(ports, body, now) : undefined;
  const command = split?.opening ?? typed;
  const id = isFirst || given === undefined ? NOT_OPENED_YET : given;
  const incident = replayed(id, isFirst ? [] : await ports.log.load(id));
  const advice = givesEta(command) && incident.phase === 'open' ? await etaAdvice(ports, id) : undefined;
  const elsewhere = isFirst ? await begunAlike(ports, now, SAID_AGAIN_WITHIN_MS, wordsIn(body)) : [];
  const read = lint(typed, incident, now, ports.policy, oddsOf(advice), { actor, elsewhere });
  const speaker: Speaker = { author: 'person', actor, via: 'api', overrides };
  const refused = split === undefined ? undefined : refusalOf(outcomeOf(ports, incident, typed, speaker, now));
  const outcome = refused ?? outcomeOf(ports, incident, command, speaker, now);
  if (outcome.type !== 'said') {
    const wouldBeRefused = outcome.type === 'refused' ? outcome.document : null;
    return { at: now, ...NOTHING, findings: read, wouldBeRefused, ...unchanged(outcome.type), ...advised(advice) };
  }
  const { entry, after } = outcome;
  const later = split && outcomeOf(ports, after, updateOf(split.waits, now, ports), speaker, now);
  const findings = [...read, ...maintenanceFindings(ports.voice, after, ports.busyHours)];
  const asked = unanswered(read, overrides);
  const silent = await apologyIfSilent(ports, after, entry.at);
  return {
    at: entry.at,
    channels: await channelsOf(ports, entry, after, now),
    promises: withStandings(after.promises, after.entries, entry.at).filter((row) => row.seq === entry.seq),
    settles: entry.settles,
    ...(silent === undefined ? {} : { apologyIfSilent: silent }),
    findings,
    wouldBeRefused: asked.length === 0 ? null : lintAsks(asked, read).document,
    // Who sends it would be answered with a draft, and a second person decides.
    needsApproval: split ? RESTRICTED : (approvalNeeded(command, incident, ports.policy.approval) ?? null),
    ...(later?.type === 'said' ? { waits: { channels: await channelsOf(ports, later.entry, later.after, now) } } : {}),
    ...advised(advice),
  };
}

/** History is only asked where a time to be back is given: it is a long read. */
const givesEta = (command: Command): boolean => 'restoreBy' in command && Boolean(command.restoreBy);

const oddsOf = (advice: IncidentAdvice | undefined): Odds | undefined =>
  advice && {
    p50Ms: advice.quantiles.p50.minutes * MINUTE_MS,
    p80Ms: advice.quantiles.p80.minutes * MINUTE_MS,
  };

const advised = (advice: IncidentAdvice | undefined) => (advice === undefined ? {} : { advice });

const unchanged = (type: 'nothing' | 'refused') => (type === 'nothing' ? { unchanged: true } : {});

/** What was typed, as the update that it becomes once somebody else has read it. */
const updateOf = (body: unknown, now: Instant, ports: PreviewPorts): Command =>
  commandParsers.update(body, now, ports).command;

const refusalOf = (outcome: Outcome) => (outcome.type === 'refused' ? outcome : undefined);

/** The words of an entry on every channel. */
async function channelsOf(ports: PreviewPorts, entry: Entry, after: ReportedIncident, now: Instant) {
  const wouldSay = ports.channels.map(
    async (channel) => [channel.is.name, await channel.wouldSay(entry, after, now)] as const,
  );
  return { ...siteText(ports.voice, entry, after), ...Object.fromEntries(await Promise.all(wouldSay)) };
}
