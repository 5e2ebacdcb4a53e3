import { type ChannelTold, standingOn } from '../../core/channel/standing.ts';
import type { Instant } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { channelsNotice, type NoticedChannel } from '../../wording/channel-notices.ts';
import { type Html, html, NOTHING } from '../html.ts';

/**
 * The same for all incidents of a page: it is about the channels, and stands behind what people say. `told`: by the
 * incident's id; none where nothing was asked.
 */
export function deliveryNotices(
  incidents: readonly PublicIncident[],
  told: ReadonlyMap<string, readonly ChannelTold[]> | undefined,
  now: Instant,
): Html {
  const each = incidents
    .filter(({ imported }) => imported === undefined)
    .map((incident) => standingsOf(incident, told?.get(incident.id), now));
  return html`${sentencesFor(each).map((sentence) => html`<p class="notice">${sentence}</p>`)}`;
}

/** What became of an incident's posts on the channels in `told`, where that is not as it should be. */
export function deliveryNotice(incident: PublicIncident, told: readonly ChannelTold[] | undefined, now: Instant): Html {
  const said = noticeOf(incident, told, now);
  return said === undefined ? NOTHING : html`<p class="notice">${said}</p>`;
}

/** The sentence for it; undefined where nothing is to be said. */
export const noticeOf = (
  incident: PublicIncident,
  told: readonly ChannelTold[] | undefined,
  now: Instant,
): string | undefined => channelsNotice(standingsOf(incident, told, now));

/** None of what another system told: no channel of ours was to say it. */
const standingsOf = (
  incident: PublicIncident,
  told: readonly ChannelTold[] | undefined,
  now: Instant,
): NoticedChannel[] =>
  incident.imported
    ? []
    : (told ?? []).map(({ is, deliveries }) => ({
        label: is.label,
        standing: standingOn(incident.entries, deliveries, now),
      }));

/**
 * With one channel a sentence for each thing that is to be said of it; with more, all in one, or the sentences would
 * contradict each other: what is late with one incident has the newest word of the other.
 */
function sentencesFor(incidents: readonly (readonly NoticedChannel[])[]): string[] {
  const labels = new Set(incidents.flat().map(({ label }) => label));
  if (labels.size < 2) return [...new Set(incidents.flatMap((standings) => channelsNotice(standings) ?? []))];
  const everywhere = [...labels].filter((label) =>
    incidents.every((standings) => standings.some((one) => one.label === label && one.standing === 'has')),
  );
  const notice = channelsNotice(
    incidents.flat().filter(({ label, standing }) => standing !== 'has' || everywhere.includes(label)),
  );
  return notice === undefined ? [] : [notice];
}
