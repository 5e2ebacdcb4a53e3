import type { PromiseName } from '../core/entry.ts';
import { msBetween } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { STATUS_MEANS } from '../wording/incident.ts';
import { type SayFacts, saySentences } from '../wording/say.ts';
import { beganAt, componentName, titleOf, workaroundOf } from './board-state.ts';
import type { SiteContext } from './context.ts';
import { plain } from './html.ts';
import { FRESH, incidentPath } from './paths.ts';

export const sayPath = (id: string): string => `${incidentPath(id)}/say.txt`;

/** Three sentences about an incident, one a line, for people and machines that speak to our customers. */
export const sayFile = (context: SiteContext, incident: PublicIncident): SiteFile => ({
  key: sayPath(incident.id).slice(1),
  body: `${saySentences(factsOf(context, incident)).join('\n')}\n`,
  contentType: 'text/plain; charset=utf-8',
  cacheControl: FRESH,
});

function factsOf({ config, siteUrl, now }: SiteContext, incident: PublicIncident): SayFacts {
  const common = {
    title: oneLine(titleOf(incident)).replace(/[.!?…]+$/, ''),
    url: `${siteUrl}${incidentPath(incident.id)}`,
    now,
    beganAt: beganAt(incident),
    affected: incident.components.map(({ id }) => plain(componentName(config, id))),
  };
  if (incident.phase !== 'open') {
    const endedAt = incident.endedAt ?? incident.head.at;
    return {
      ...common,
      over: true,
      endedAt,
      inError: incident.phase === 'retracted',
      mergedAway: incident.phase === 'merged',
    };
  }
  const workaround = workaroundOf(incident);
  return {
    ...common,
    over: false,
    means: STATUS_MEANS[incident.status],
    workaround: workaround === undefined ? undefined : firstSentence(oneLine(plain(workaround))),
    restoreBy: promised(incident, 'restoreBy'),
    saidBackAt: incident.status === 'monitoring' ? lastTurn(incident) : undefined,
    nextUpdateBy: promised(incident, 'nextUpdateBy'),
  };
}

function promised(incident: PublicIncident, name: PromiseName) {
  const row = incident.promises.findLast((one) => one.promise === name && one.state === 'open');
  return row && { at: row.at, spanMs: msBetween(row.madeAt, row.at) };
}

const lastTurn = (incident: PublicIncident) =>
  incident.entries.findLast(
    (line, index) => line.status === 'monitoring' && incident.entries[index - 1]?.status !== 'monitoring',
  )?.at;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Without its full stop, as it goes on inside one of ours. */
const firstSentence = (text: string): string =>
  ([...sentences.segment(text)][0]?.segment ?? '').trim().replace(/[.!?…]+$/, '');
