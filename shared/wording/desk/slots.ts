import type { Borne } from '../../core/desk/reply-lint.ts';
import { lintReply } from '../../core/desk/reply-lint.ts';
import { type ReportedIncident, saysBack } from '../../core/incident.ts';
import { type Instant, msBetween } from '../../core/instant.ts';
import { beganAt, publicIncident } from '../../core/public-incident.ts';
import { type Clock, clockOf } from '../../core/standing.ts';
import { sentenceOf, type Voice } from '../sentences.ts';
import { listed } from '../site.ts';
import { promisedTime, sayDuration } from '../time.ts';

/** What stands in the braces of an answer: from the chain, and from nowhere else. */
export type Slots = { components: string; next: string; lasted: string };

/** What an answer may say at the moment, and what it is held to. */
export type Said = { slots: Slots; borne: Borne; component?: string };

type Names = ReadonlyMap<string, string>;

/** What our page says of an incident now, as an answer may repeat it; without one, of nothing. */
export function saidOf(voice: Voice, incident: ReportedIncident | undefined, names: Names, now: Instant): Said {
  const service = sentenceOf(voice, 'desk-service');
  if (incident === undefined) {
    const next = sentenceOf(voice, 'promise-next-none');
    return { slots: { components: service, next, lasted: '' }, borne: { status: undefined, back: false, times: [] } };
  }
  const shown = publicIncident(incident);
  const next = clockOf(shown, 'nextUpdateBy', now);
  const clocks = [next, clockOf(shown, 'restoreBy', now), clockOf(shown, 'reportBy', now)];
  const lasted = shown.endedAt === undefined ? '' : sayDuration(voice, msBetween(beganAt(shown), shown.endedAt));
  const times = [...clocks.flatMap((clock) => promised(voice, clock, now)), ...(lasted === '' ? [] : [lasted])];
  const [component] = shown.components;
  return {
    slots: {
      components: namesOf(incident, names) ?? service,
      next: nextSentence(voice, next, now),
      lasted,
    },
    borne: { status: shown.status, back: saysBack(shown), times },
    ...(component === undefined ? {} : { component: component.id }),
  };
}

/** The time that a promise stands for, as the public reads it. One that has passed promises nothing. */
const promised = (voice: Voice, clock: Clock, now: Instant): string[] =>
  clock.is === 'running' && clock.standing === 'open'
    ? [promisedTime(voice, clock.row.at, now, msBetween(clock.row.madeAt, clock.row.at))]
    : [];

function nextSentence(voice: Voice, clock: Clock, now: Instant): string {
  if (clock.is === 'running' && clock.standing === 'late') return sentenceOf(voice, 'desk-next-late');
  const [due] = promised(voice, clock, now);
  return due === undefined ? sentenceOf(voice, 'promise-next-none') : sentenceOf(voice, 'promise-next-update', { due });
}

/** So many letters of names: behind them there is room for a sentence and a time on every network. */
const LONGEST_NAMES = 80;

/** What is affected, as people call it; undefined where nothing is named, or a name would be a link, a mention or a time. */
function namesOf({ components }: Pick<ReportedIncident, 'components'>, names: Names): string | undefined {
  const affected = components.filter(({ status }) => status !== 'operational');
  const all = (affected.length > 0 ? affected : components).map(({ id }) => names.get(id) ?? id);
  const said = listed(all);
  const neutral =
    said.length <= LONGEST_NAMES && lintReply(said, { status: undefined, back: true, times: [] }).length === 0;
  return neutral ? said : undefined;
}
