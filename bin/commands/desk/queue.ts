import type { ApiDesk, ApiFlood, ApiMention } from '../../../shared/client/desk.ts';
import { handleOf, people, SOURCE_LABEL, stateIn, waits } from '../../../shared/client/desk-words.ts';
import { type Called, clockTime, span } from '../../../shared/client/words.ts';
import { type Instant, msBetween } from '../../../shared/core/instant.ts';
import { table, wrapped } from '../table.ts';

/** The desk for whoever looks from a terminal: what is not seen first, then floods, then who waits. */
export function deskText(desk: ApiDesk, now: Instant, called: Called, url: string): string {
  const notes = [...unseen(desk, now), ...desk.floods.map((flood) => floodLine(flood, now))];
  return [
    ...notes.map((line) => wrapped(line, '')),
    ...(notes.length === 0 ? [] : ['']),
    ...(desk.mentions.length === 0 ? nobody(desk) : [mentionTable(desk.mentions, now, called), '', waiting(desk, now)]),
    `They are answered in the console: ${url}/console/desk`,
  ].join('\n');
}

/** What whoever looks cannot see, and why. */
function unseen({ sources, frozen }: ApiDesk, now: Instant): string[] {
  return [
    ...(frozen ? ['FROZEN: nobody is answered until somebody releases it.'] : []),
    ...sources.flatMap(({ source, unreadable, level, dollars }) => [
      ...(unreadable === undefined
        ? []
        : [
            `${SOURCE_LABEL[source]} CANNOT BE READ since ${clockTime(unreadable.since, now)}: ${unreadable.reason}. What was said since then is not in this list.`,
          ]),
      ...(level === 'all'
        ? []
        : [`${SOURCE_LABEL[source]}: $${dollars.toFixed(2)} this month; what is still done is "${level}".`]),
    ]),
  ];
}

function floodLine({ component, people: many, at, incident, draft }: ApiFlood, now: Instant): string {
  const about = component === undefined ? 'something' : component;
  const then =
    incident !== undefined ? `; ${incident} is open about another part` : draft === undefined ? '' : `; draft ${draft}`;
  return `FLOOD: ${people(many)} complained about ${about} within five minutes, at ${clockTime(at, now)}${then}.`;
}

/** So that nobody takes silence for calm. */
function nobody({ sources, waiting: { count } }: ApiDesk): string[] {
  const heard = sources.filter(({ connected }) => connected !== undefined);
  if (heard.length > 0)
    return [
      count > 0
        ? 'Nobody of those that you chose is here.'
        : `Nobody waits for an answer. Heard: ${heard.map(({ source }) => SOURCE_LABEL[source]).join(', ')}; whoever speaks to us is here within a minute.`,
    ];
  const possible = sources.map(({ source }) => source);
  return [
    possible.length === 0
      ? 'Nobody is heard: desk.sources of the config is empty. Name x, bluesky, mastodon or mail there, and deploy.'
      : `Nobody is heard yet. It says what it costs and asks: ${possible.map((source) => `candor desk connect ${source}`).join(', ')}`,
  ];
}

function mentionTable(mentions: readonly ApiMention[], now: Instant, called: Called): string {
  const rows = mentions.map((one) => [
    `${one.source}/${one.id}`,
    span(msBetween(one.at, now)),
    stateIn(one, called),
    one.incident ?? '',
    handleOf(one),
    one.direct ? '(in private)' : firstLine(one.text),
  ]);
  return table(['MENTION', 'SAID', 'STATE', 'INCIDENT', 'FROM', 'WORDS'], rows);
}

function waiting({ waiting: { count, oldestAt }, mentions }: ApiDesk, now: Instant): string {
  const shown = mentions.filter(waits).length;
  const of = shown === count ? '' : ` (${shown} of them here)`;
  return oldestAt === undefined
    ? 'Nobody waits.'
    : `${people(count)} ${count === 1 ? 'waits' : 'wait'}${of}, the first for ${span(msBetween(oldestAt, now))}.`;
}

const firstLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
};
