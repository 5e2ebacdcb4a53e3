import { evened } from './evened.ts';
import { meaningsOf, plainZone } from './zone-abbreviations.ts';
import { type Clocks, ianaZone } from './zone-clocks.ts';
import { NO_ZONE, zoneNamed } from './zone-places.ts';
import { zoneAt } from './zones.ts';

const CLOCK = /\b\d{1,2}(?:[:.h][0-5]\d(?::[0-5]\d)?(?:\s*[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)/gi;
const ALL_TIMES = /\btimes?(?: below| here)?(?: are| is)?(?: all)?(?: given| shown| listed| stated)? in(?= )/gi;

/**
 * The clocks of a foreign page: a time without a zone is in the page's own (`ownZone`, as the page names it) or, if it
 * names none, in the one that its texts use without contradiction. The same decide what an abbreviation means there.
 */
export function pageClocks(texts: readonly string[], ownZone?: string): Clocks {
  const own = ownZone === undefined ? undefined : pageZone(ownZone);
  const said = zonesIn(texts);
  const abroad = said.filter((zone) => zone !== 'UTC');
  return { bare: own === undefined ? said : [own], near: own === undefined || own === 'UTC' ? abroad : [own] };
}

/** The IANA id, or an offset, of a zone as a page names its own: an id, "Berlin", "Pacific Time (US & Canada)". */
export function pageZone(name: string): string | undefined {
  const id = ianaZone(name);
  if (id !== undefined) return id;
  // Some pages write the offset of the winter before the name: "(GMT-08:00) Pacific Time".
  const words = evened(name)
    .trim()
    .toLowerCase()
    .replace(/^\((?:gmt|utc)[^)]*\)\s*(?=\p{L})/u, '');
  const short = words.replace(/\s*\([^)]*\)/, '').replace(/\s+time$/, '');
  const found = zoneNamed(words) ?? zoneNamed(short);
  if (found !== undefined && found !== NO_ZONE) return plainZone(meaningsOf(found.toUpperCase()) ?? []) ?? found;
  return plainZone(zoneAt(evened(name), 0)?.means ?? []);
}

/** Every zone that the texts name without doubt, once. */
function zonesIn(texts: readonly string[]): string[] {
  const zones = new Set<string>();
  for (const text of texts.map(evened)) {
    for (const pattern of [CLOCK, ALL_TIMES]) {
      for (const match of text.matchAll(pattern)) {
        const zone = plainZone(zoneAt(text, match.index + match[0].length)?.means ?? []);
        if (zone !== undefined) zones.add(zone);
      }
    }
  }
  return [...zones];
}
