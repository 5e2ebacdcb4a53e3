import type { ApiEntry, ApiIncident, Finding } from '../../shared/client/types.ts';
import {
  type Called,
  clockTime,
  distance,
  isOver,
  PROMISE_WORDS,
  promisesMadeBy,
  sourceWords,
  spanOf,
  standing,
} from '../../shared/client/words.ts';
import { labelOf } from '../../shared/core/channel/shipped.ts';
import { PROMISE_NAMES, type PromiseName } from '../../shared/core/entry.ts';
import type { Instant } from '../../shared/core/instant.ts';
import { table, wrapped } from './table.ts';
import { visibleLine } from './visible.ts';

const CHANGE_WITH: Record<PromiseName, string> = {
  nextUpdateBy: '--next-update',
  restoreBy: '--restore-by',
  reportBy: '--report-by',
};

/**
 * What a command did: which entry it became, and each time that the public was given with it, also those that
 * nobody typed. A promise that the commander does not know of is one that will be broken.
 */
export function said(incident: ApiIncident, now: Instant, called?: Called): string {
  const entry = incident.entries.at(-1);
  if (!entry) return visibleLine(`${incident.id}: ${incident.title}`);
  const heading = incident.unchanged
    ? `${incident.id} was ${incident.status} already; nothing was said again`
    : `${incident.id} #${entry.seq} ${entry.kind}${entry.kind === incident.status ? '' : `, ${incident.status}`}, at ${clockTime(entry.at, now)}: ${incident.title}`;
  return [visibleLine(heading), ...(incident.unchanged ? [] : promiseLines(incident, entry, now, called))].join('\n');
}

function promiseLines(incident: ApiIncident, entry: ApiEntry, now: Instant, called?: Called): string[] {
  const made = promisesMadeBy(incident, entry.seq).map((row) => {
    const when = `${PROMISE_WORDS[row.promise]} by ${clockTime(row.at, now, spanOf(incident, row))} (${distance(row.at, now)})`;
    const change = row.source === 'default' ? `; say so, or change it with ${CHANGE_WITH[row.promise]}` : '';
    return `  promised: ${when}, ${sourceWords(row, incident, entry.approvedBy === undefined ? entry.actor : undefined, called)}${change}`;
  });
  const eta = standing(incident, 'restoreBy');
  const stands =
    eta && eta.seq !== entry.seq && !isOver(incident)
      ? [`  still promised: restored by ${clockTime(eta.at, now, spanOf(incident, eta))} (${distance(eta.at, now)})`]
      : [];
  const withdrawn = PROMISE_NAMES.filter((name) => entry.promises[name] === null).map(
    (name) => `  withdrawn: ${PROMISE_WORDS[name]}; no time is promised any more`,
  );
  return [...made, ...stands, ...withdrawn];
}

/** One line an incident: what it is and what is owed. */
export function incidentTable(incidents: readonly ApiIncident[], now: Instant): string {
  const rows = incidents.map((incident) => [
    incident.id,
    stateWord(incident),
    incident.impact,
    owed(incident, 'nextUpdateBy', now),
    owed(incident, 'restoreBy', now),
    titleOf(incident),
  ]);
  return table(['ID', 'STATUS', 'IMPACT', 'NEXT UPDATE', 'RESTORED', 'TITLE'], rows);
}

const titleOf = ({ title, handling }: ApiIncident): string => (handling === 'drill' ? `DRILL: ${title}` : title);

/** One line a maintenance: when it is, and what it is. */
export function maintenanceTable(maintenances: readonly ApiIncident[], now: Instant): string {
  const rows = maintenances.map((one) => [
    one.id,
    one.confirmed === false ? `${one.status}, not confirmed` : stateWord(one),
    one.scheduledFor === undefined ? '' : clockTime(one.scheduledFor, now),
    one.scheduledUntil === undefined ? '' : clockTime(one.scheduledUntil, now),
    one.title,
  ]);
  return table(['ID', 'STATUS', 'FROM', 'UNTIL', 'TITLE'], rows);
}

function owed(incident: ApiIncident, promise: PromiseName, now: Instant): string {
  if (isOver(incident)) return '';
  const row = standing(incident, promise);
  return row ? distance(row.at, now) : 'none given';
}

/** The whole story of one incident: entries oldest first, with what each promised and where it was delivered. */
export function story(incident: ApiIncident, now: Instant, called?: Called): string {
  const components = incident.components.map(({ id, status }) => `${id} ${status}`).join(', ');
  const promises = incident.promises.map((row) => [
    `#${row.seq}`,
    PROMISE_WORDS[row.promise],
    clockTime(row.at, now, spanOf(incident, row)),
    row.state === 'open' ? `open, ${distance(row.at, now)}` : `${row.state} by #${row.settledBy}`,
    sourceWords(row, incident, undefined, called),
  ]);
  return [
    visibleLine(titleOf(incident)),
    `${incident.id} · ${stateWord(incident)} · impact ${incident.impact}${components ? ` · ${components}` : ''}`,
    '',
    ...incident.entries.map((entry) => `${entryText(incident, entry, now)}\n`),
    promises.length === 0 ? 'Nothing was promised.' : table(['ENTRY', 'PROMISED', 'BY', 'BECAME', 'SOURCE'], promises),
    ...silenceLines(incident, now),
    ...remainsLines(incident),
  ].join('\n');
}

/** Whom the story names: those who promised something in it. */
export const whoPromised = ({ promises, entries }: ApiIncident): (string | undefined)[] =>
  promises.map(({ seq }) => entries.find((entry) => entry.seq === seq)?.actor);

/** What was removed and is left to a person elsewhere, a line each. */
export const remainsLines = ({ remains = [] }: ApiIncident): string[] =>
  remains.length === 0
    ? []
    : ['', 'Removed here, and out of our reach:', ...remains.map(({ says }) => wrapped(says, '  '))];

/** What goes out by itself, and when; or why nothing does. */
function silenceLines({ apologyIfSilent: silent }: ApiIncident, now: Instant): string[] {
  if (silent === undefined) return [];
  if ('quiet' in silent) {
    const ready = silent.readyText === undefined ? [] : ['What you may post:', wrapped(silent.readyText, '   ')];
    return ['', `Nothing goes out by itself (${silent.quiet}).`, ...ready];
  }
  const { site, ...others } = silent.texts;
  const notSaid = Object.entries(others).flatMap(([name, said]) =>
    'notPosted' in said ? [`   not on ${labelOf(name)}: ${said.notPosted}`] : [],
  );
  const last = silent.last ? '; after it nothing more' : '';
  return [
    '',
    `If nobody speaks, this goes out at ${clockTime(silent.at, now, 0)} (${distance(silent.at, now)})${last}:`,
    wrapped(site.text, '   '),
    ...notSaid,
  ];
}

function entryText(incident: ApiIncident, entry: ApiEntry, now: Instant): string {
  const about = entry.corrects === undefined ? '' : ` of #${entry.corrects}`;
  const happened = entry.happenedAt === undefined ? '' : `, happened ${clockTime(entry.happenedAt, now)}`;
  const by = entry.automated ? ', automated' : '';
  return [
    `#${entry.seq} ${entry.kind}${about} · ${entry.status} · ${clockTime(entry.at, now)}${happened}${by}`,
    wrapped(entry.message ?? '(removed)', '   '),
    ...(entry.workaround === undefined ? [] : [wrapped(`Workaround: ${entry.workaround}`, '   ')]),
    ...deliveryLines(incident, entry),
  ].join('\n');
}

function deliveryLines(incident: ApiIncident, entry: ApiEntry): string[] {
  return Object.entries(incident.deliveries ?? {}).map(([channel, records]) => {
    const delivery = records[entry.seq];
    if (delivery === undefined) return `   ${labelOf(channel)}: pending`;
    const detail =
      'reason' in delivery ? ` (${delivery.reason})` : delivery.state === 'coalesced' ? ` into #${delivery.into}` : '';
    const shadow = delivery.state === 'delivered' && delivery.shadow ? ' in shadow: not public' : '';
    const removed = delivery.state === 'delivered' && delivery.removedAt !== undefined ? ', taken down since' : '';
    return `   ${labelOf(channel)}: ${delivery.state}${shadow}${removed}${detail}`;
  });
}

/** Findings, the ones that need an answer first. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings
    .toSorted((a, b) => a.level.localeCompare(b.level))
    .map((finding) => {
      const quote = finding.quote ? ` "${finding.quote}"` : '';
      const suggestion = finding.suggestion ? ` Try: ${finding.suggestion}` : '';
      return `  ${finding.level} ${finding.rule} (${finding.field})${quote}: ${finding.reason}${suggestion}`;
    });
}

/** What was retracted or merged keeps the status that it had; what matters is that it is no longer told of here. */
const stateWord = ({ phase, status }: Pick<ApiIncident, 'phase' | 'status'>): string =>
  phase === 'retracted' || phase === 'merged' ? phase : status;
