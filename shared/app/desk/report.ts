import { spentOn } from '../../core/desk/account.ts';
import { MENTION_KEPT_MS } from '../../core/desk/kept-mention.ts';
import { DESK_SOURCES } from '../../core/desk/mention.ts';
import { dollars } from '../../core/desk/prices.ts';
import { type DeskReport, deskReport } from '../../core/desk/report.ts';
import { DAY_MS, HOUR_MS, latest, plus } from '../../core/instant.ts';
import { Refusal } from '../../core/refusal.ts';
import { readIncident } from '../read-incidents.ts';
import type { DeskPorts } from './ports.ts';

/** What the desk did in one incident: from an hour before it was opened until two days after its end. */
export async function reportOn(ports: DeskPorts, id: string): Promise<DeskReport> {
  const { stores, clock, log } = ports;
  const incident = await readIncident(log, id);
  if (incident === undefined) throw new Refusal('incident-not-found');
  const now = clock.now();
  const ended = 'resolvedAt' in incident ? incident.resolvedAt : 'endedAt' in incident ? incident.endedAt : now;
  const until = [plus(ended, 2 * DAY_MS), now].toSorted()[0]!;
  const from = latest(plus(incident.openedAt, -HOUR_MS), plus(now, -MENTION_KEPT_MS));
  const [mentions, answers, accounts] = await Promise.all([
    from < until ? stores.mentions.said(from, until) : [],
    stores.answers.about(id),
    Promise.all(DESK_SOURCES.map(async (source) => (await stores.account(source).read()).state ?? {})),
  ]);
  const micros = accounts.reduce((sum, account) => sum + spentOn(account, id), 0);
  return deskReport(incident, {
    mentions: mentions.filter((one) => one.incident === id),
    answers,
    dollars: dollars(micros),
    now,
  });
}
