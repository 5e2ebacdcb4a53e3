import type { Previewed } from '../contract/answers.ts';
import { commandParsers } from '../contract/commands.ts';
import type { ParserPorts } from '../contract/incident-commands.ts';
import { lintAsks } from '../contract/lint-asks.ts';
import { parseBody } from '../contract/parse.ts';
import { resolveTogetherBody } from '../contract/schemas.ts';
import { approvalNeeded } from '../core/approval.ts';
import type { Speaker } from '../core/command.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import { lint, unanswered } from '../core/lint/lint.ts';
import type { Policy } from '../core/policy.ts';
import { withStandings } from '../core/standing.ts';
import type { AskedChannel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import { NOTHING, type Outcome, outcomeOf, siteText } from './preview-outcome.ts';

export type PreviewTogetherPorts = ParserPorts & {
  log: Pick<IncidentLog, 'load'>;
  clock: Clock;
  policy: Policy;
  channels: readonly AskedChannel[];
};

/**
 * What one text for several incidents would say on every channel, in the order in which they are named. What some of
 * them is refused for is left to them; what speaks against all of them, or against the text, stands in the answer.
 */
export async function previewTogether(
  ports: PreviewTogetherPorts,
  request: unknown,
  actor: string,
): Promise<Previewed> {
  const { incidents, ...body } = parseBody(resolveTogetherBody, request);
  const now = ports.clock.now();
  const { command, overrides } = commandParsers.resolve(body, now, ports);
  const speaker: Speaker = { author: 'person', actor, via: 'api', overrides, together: { act: 'preview', incidents } };
  const chains = await Promise.all(incidents.map(async (id) => replayed(id, await ports.log.load(id))));
  const outcomes = chains.map((incident) => ({ incident, ...outcomeOf(ports, incident, command, speaker, now) }));
  const ended = outcomes.filter((one) => one.type === 'said');
  const [first] = ended;
  if (first === undefined) return { at: now, ...NOTHING, findings: [], ...whyNothing(outcomes) };

  const read = lint(command, first.incident, now, ports.policy, undefined, { actor });
  const asked = unanswered(read, overrides);
  const waiting = ended.map((one) => approvalNeeded(command, one.incident, ports.policy.approval));
  const goOut = ended.filter((_, index) => waiting[index] === undefined);
  return {
    at: first.entry.at,
    channels: await channelsOf(ports, goOut.length === 0 ? ended : goOut, now),
    promises: withStandings(first.after.promises, first.after.entries, first.entry.at).filter(
      (row) => row.seq === first.entry.seq,
    ),
    settles: first.entry.settles,
    findings: read,
    wouldBeRefused: asked.length === 0 ? null : lintAsks(asked, read).document,
    needsApproval: goOut.length === 0 ? (waiting[0] ?? null) : null,
  };
}

function whyNothing(outcomes: readonly Outcome[]) {
  const refused = outcomes.find((one) => one.type === 'refused');
  return refused === undefined ? { wouldBeRefused: null, unchanged: true } : { wouldBeRefused: refused.document };
}

type Ended = Extract<Outcome, { type: 'said' }>;

/** The page says it in each of them; a channel that cannot say it of all at once says it of the first, and so on. */
async function channelsOf({ voice, channels }: PreviewTogetherPorts, ended: readonly Ended[], now: Instant) {
  const said = ended.map(({ entry, after }) => ({ entry, incident: after }));
  const [{ entry, incident }] = said as [{ entry: Ended['entry']; incident: ReportedIncident }];
  const wouldSay = channels.map(async (channel) => {
    const one = channel.wouldSayTogether?.(said, now) ?? channel.wouldSay(entry, incident, now);
    return [channel.is.name, await one] as const;
  });
  const { site, feed } = siteText(voice, entry, incident);
  const title = said.map((one) => one.incident.title).join(' · ');
  return { site: { ...site, title }, feed, ...Object.fromEntries(await Promise.all(wouldSay)) };
}
