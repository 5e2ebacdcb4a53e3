import { ALSO_WORDS, type Meaning, meaningsOf, plainZone } from './zone-abbreviations.ts';
import { ianaZone } from './zone-clocks.ts';
import { NO_ZONE, zoneNamed } from './zone-places.ts';

/** A zone as it is written behind a time. `means` is empty where nobody knows it: never UTC, never “no zone”. */
export type ZoneSaid = { name: string; to: number; means: readonly Meaning[] };

/** What may stand between a time and its zone: "14:00 hrs CET", "14:00h (CET)". */
const BETWEEN =
  /\s*(?:(?:hours|hrs?\.?|h|uhr|o'clock)(?![a-z]))?(,?)\s*([([]?)\s*(?:(?:all )?(?:times )?in\s+(?=UTC|GMT))?/iy;
const OFFSET =
  /(?:UTC|GMT|UCT)(?:\/(?:UTC|GMT))?(\s*(?:\+\/-|[+\-–±]|plus|minus)\s*)(\d{1,2})(?:[:.]?([0-5]\d)|[.,](5|75))?(?![\d:/]|[.,]\d|(?:st|nd|rd|th)\b)(?:\s*(?:h|hrs?|hours?)\b)?/iy;
const BARE_OFFSET = /([+-])(\d{2}):?(\d{2})(?![\d:])/y;
/** Only behind a time as machines write it is a bare minus an offset; between two clock times it makes a span. */
const ISO_TIME = /(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?|\d{2}:\d{2}:\d{2}(?:\.\d+)?)\s?$/;
const A_SPAN_ENDS = /\s*(?:[ap]\.?m\b|(?:UTC|GMT|[A-Z]{1,4}T)\b)/iy;
const ID =
  /((?:africa|america|antarctica|arctic|asia|atlantic|australia|brazil|canada|chile|etc|europe|indian|mexico|pacific|us)\/\s?)([a-z_]+(?:[+-]\d{1,2}|(?:-[a-z]+)*)(?:\/[a-z_-]+)?)(?![\w/])((?: [a-z]+)?)/iy;
/** "EST5EDT" is an id as well; "UTC1" is none, and nobody knows on which side of UTC it lies. */
const POSIX = /(?:[A-Z]{3}\d{1,2}[A-Z]{3}|(?:UTC|GMT)\d{1,2})(?![\w:])/y;
const NAMED_TIME =
  /((?:[\p{L}.'&/-]+\s+){1,5}?)time\b(?:zone\b|\s+zone\b)?(?:\s*\((?=[^)]*(?:U\.?S|Canada|Mexico))[^)]*\))?/iuy;
/** "heure de Paris", "horário de Brasília", "hora local": the words stand the other way round. */
const TIME_OF = /(?:hora|horário|heure|ora)\s+(?:(?:d[aeiou]|del)\s+(?:la\s+)?)?(\p{L}+(?:[ -]\p{Lu}\p{L}+)*)/iuy;
const QUALIFIER = /\b(?:standard|daylight|summer|winter|mean|savings?|local)\b/g;
const WHOSE =
  /^(?:our|your|their|local|server|system|site|store|office|company|customer|hq|headquarters|head office|data ?cent(?:er|re)|region(?:al)?)(?: (?:local|office|region|server))?$/;
const US_WORD =
  /(?:(?:us|u\.s\.)[\s/]+)?(?:pacific|mountain|central|eastern|atlantic|alaska|hawaii)(?:\s+(?:standard|daylight))?(?![\w'/-])/iy;
const PLACE = /\p{Lu}[\p{L}'.-]*[\p{L}'](?:\s+\p{Lu}[\p{L}'.-]*[\p{L}']){0,2}(?=\s*(?:$|[;!?)\]]|\.(?:\s|$)))/uy;
const LETTERS = /(?:[a-z]\.){2,4}|[a-z]{1,5}(?![\w']|-[a-z])/iy;
/** What can only follow a zone, not a name that begins the next words: "2:24 PM QZT and" but not "2:24 PM API errors". */
const GOES_ON =
  /\s*(?:$|[.,;:!?)\]/–-]|(?:and|or|on|in|at|to|we|with|today|tomorrow|tonight|for|as|if|but|the|when|once|by|will|until|this|next)\b)/iy;
const STOPS = /\s*(?:$|[.,;:!?)\]])/y;

/** Capital letters behind a time that are no zone. */
const ORDINARY: ReadonlySet<string> = new Set(
  'A AN AND ARE AS AT ALL ALSO ANY BE BEFORE BOTH BUT BY CAN DUE EACH FOR FROM HAS HAVE IF IN INTO IS IT ITS JUST LATER MAY MORE MOST MUST NEXT NO NOT NOW OF OFF ON ONCE ONE ONLY OR OTHER OUR OUT OVER PER PLUS SHALL SHARP SINCE SO SOME THAN THAT THE THEIR THEN THERE THESE THEY THIS TO TODAY TOO UNDER UNTIL UP US VIA WAS WE WERE WHEN WHERE WHICH WHILE WILL WITH YOU YOUR AM PM AFTER ABOUT AGAIN NIGHT I II III API APIS AWS DNS SSO URL URLS VPN CDN GCP EU UK USA UAE APAC EMEA LATAM NA SMS MFA SQL SLA RCA ETA ETAS EOD EOB COB CPU SSL TLS HTTP HTTPS FTP SFTP IP IPS ID IDS OK PR QA TBD TBC ASAP HR HRS MIN MINS AI ML UI CLI SDK IAM IOT VM VMS DB JAN FEB MAR APR JUN JUL AUG SEP SEPT OCT NOV DEC MON TUE TUES WED THU THUR FRI SAT SUN'.split(
    ' ',
  ),
);
/** Words before “time” that make no zone: "14:00 for the first time". */
const NO_OWNER =
  /\b(?:this|that|the|same|first|last|next|any|some|no|every|each|all|of|in|on|at|by|for|until|when|is|was|be|more|long|short|real|run|down|up|response|what|which|given|full|and|or|we|will|it|to|a|an)$/i;

/**
 * The zone that stands behind the time that ends at `from`; undefined if none does. Reads offsets, IANA ids, names in
 * words and abbreviations as people type them, in `text` as `evened` makes it. Letters that nobody knows are a zone
 * without a meaning; words that only go on with the sentence are none.
 */
export function zoneAt(text: string, from: number): ZoneSaid | undefined {
  const [gap = '', comma, bracket] = at(BETWEEN, text, from) ?? [];
  const start = from + gap.length;
  const isApart = comma === ',' && bracket === '';
  const known = knownAt(text, start, from) ?? (isApart ? undefined : placeAt(text, start));
  const said = known ?? (isApart ? undefined : strangeAt(text, start));
  if (!said) return undefined;
  const explained = explanationAt(text, said) ?? said;
  const closes = bracket !== '' && /^\s*[)\]]/.exec(text.slice(explained.to, explained.to + 3));
  return closes ? { ...explained, to: explained.to + closes[0].length } : explained;
}

const knownAt = (text: string, start: number, from: number): ZoneSaid | undefined =>
  offsetAt(text, start, from) ?? idAt(text, start) ?? namedAt(text, start) ?? lettersAt(text, start, from);

function offsetAt(text: string, start: number, from: number): ZoneSaid | undefined {
  const match = at(OFFSET, text, start);
  if (match) {
    const [whole, sign = '', hours, minutes, part] = match;
    const isDash = /[-–]|minus/i.test(sign) && !/[+±]/.test(sign);
    const to = start + whole.length;
    // "10:00 UTC - 11:00 UTC" is a span of time, and so are "10:00 UTC–11:00" and "10:00 UTC - 2 March".
    if (isDash && minutes !== undefined && (/\s$|–/.test(sign) || at(A_SPAN_ENDS, text, to))) return undefined;
    if (isDash && /^\s[-–]\s$/.test(sign) && !at(GOES_ON, text, to)) return undefined;
    const zone = offset(isDash, Number(hours), part ? Number(`0.${part}`) * 60 : Number(minutes ?? 0));
    if (zone === undefined && isDash) return undefined;
    return { name: whole, to, means: zone === undefined ? [] : [only(zone)] };
  }
  const bare = at(BARE_OFFSET, text, start);
  if (!bare || (bare[1] === '-' && !ISO_TIME.test(text.slice(Math.max(0, from - 20), from)))) return undefined;
  const zone = offset(bare[1] === '-', Number(bare[2]), Number(bare[3]));
  return zone === undefined ? undefined : { name: bare[0], to: start + bare[0].length, means: [only(zone)] };
}

/** From 12 hours behind UTC to 14 ahead, in quarters: no clock shows anything else. */
function offset(isBehind: boolean, hours: number, minutes: number): string | undefined {
  if (hours > (isBehind ? 12 : 14) || minutes % 15 !== 0) return undefined;
  if (hours === 0 && minutes === 0) return 'UTC';
  return `${isBehind ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function idAt(text: string, start: number): ZoneSaid | undefined {
  const old = at(POSIX, text, start)?.[0];
  if (old !== undefined) {
    const zone = ianaZone(old);
    return { name: old, to: start + old.length, means: zone === undefined ? [] : [only(zone)] };
  }
  const match = at(ID, text, start);
  if (!match) return undefined;
  const [whole, area = '', place = '', more = ''] = match;
  const short = ianaZone(`${area.trim()}${place}`);
  const to = start + whole.length;
  if (short !== undefined)
    return { name: whole.slice(0, -more.length || undefined), to: to - more.length, means: [only(short)] };
  // Typed by hand: "America/New York".
  const long = more === '' ? undefined : ianaZone(`${area.trim()}${place}_${more.trim()}`);
  return long === undefined
    ? { name: `${area}${place}`, to: to - more.length, means: [] }
    : { name: whole, to, means: [only(long)] };
}

function namedAt(text: string, start: number): ZoneSaid | undefined {
  const match = at(NAMED_TIME, text, start);
  if (match) {
    // "Central Standard Time (Mexico)" has no summer time, and shares the name.
    const means = /\((?:Mexico)\)/i.test(match[0]) ? [] : meantByWords(match[1]!);
    if (means) return { name: match[0], to: start + match[0].length, means };
  }
  const of = at(TIME_OF, text, start);
  if (of) return { name: of[0], to: start + of[0].length, means: meantByWords(of[1]!) ?? [] };
  const word = at(US_WORD, text, start);
  if (!word || !at(GOES_ON, text, start + word[0].length)) return undefined;
  const means = meantByWords(word[0].replace('/', ' '));
  return means && { name: word[0], to: start + word[0].length, means };
}

function meantByWords(words: string): readonly Meaning[] | undefined {
  const name = words
    .trim()
    .toLowerCase()
    .replace(/^(?:in )?(?:the )?/, '')
    .replace(/\bu\.s\./, 'us');
  const found = zoneNamed(name) ?? zoneNamed(name.replace(QUALIFIER, ' ').replace(/\s+/g, ' ').trim());
  if (found === NO_ZONE) return [];
  if (found !== undefined) return meaningsOf(found.toUpperCase()) ?? [only(found)];
  const letters = name.replace(QUALIFIER, '').trim();
  return /^[a-z]{2,5}$/.test(letters) ? meaningsOf(letters.toUpperCase()) : undefined;
}

function lettersAt(text: string, start: number, from: number): ZoneSaid | undefined {
  const token = at(LETTERS, text, start)?.[0];
  if (token === undefined) return undefined;
  const letters = token.replaceAll('.', '').toUpperCase();
  const means = meaningsOf(letters);
  if (means === undefined) return undefined;
  const isCapital = /^[A-Z.]+$/.test(token);
  const isWord =
    ALSO_WORDS.has(letters) && !(isCapital && /[a-z]/.test(text) && at(GOES_ON, text, start + token.length));
  if (isWord) return undefined;
  if (letters === 'Z' && !isCapital && start > from) return undefined;
  const isSentenceEnd = token.endsWith('.') && letters.length > 1 && /^\s*$/.test(text.slice(start + token.length));
  return { name: token, to: start + token.length - (isSentenceEnd ? 1 : 0), means };
}

/** "17:00 Berlin." or "(London)": a place that ends what is said. */
function placeAt(text: string, start: number): ZoneSaid | undefined {
  const place = at(PLACE, text, start)?.[0];
  const found = place === undefined ? undefined : zoneNamed(place.toLowerCase());
  if (place === undefined || found === undefined) return undefined;
  return { name: place, to: start + place.length, means: meaningsOf(found.toUpperCase()) ?? [only(found)] };
}

/** What is a zone by its look, though nobody knows which. */
function strangeAt(text: string, start: number): ZoneSaid | undefined {
  const named = at(NAMED_TIME, text, start);
  const words = named?.[1]?.trim();
  const isNamed =
    words !== undefined &&
    !NO_OWNER.test(words) &&
    (WHOSE.test(words.toLowerCase()) || /^(?:\p{Lu}[\p{L}.'/-]*\s*){1,3}$/u.test(words));
  if (isNamed) return { name: named![0], to: start + named![0].length, means: [] };
  const token = at(LETTERS, text, start)?.[0];
  if (token === undefined || ORDINARY.has(token.toUpperCase())) return undefined;
  const end = start + token.length;
  const isZone = /^[A-Z]{2,5}$/.test(token)
    ? at(/^[^a-z]*$/.test(text) ? STOPS : GOES_ON, text, end) !== null
    : /^[b-df-hj-np-tv-xz]{3,5}$/.test(token) && at(STOPS, text, end) !== null;
  return isZone ? { name: token, to: end, means: [] } : undefined;
}

/** "CST (UTC+8)", "IST (Israel Standard Time)": whoever explains the letters says which they are. */
function explanationAt(text: string, { name, to, means }: ZoneSaid): ZoneSaid | undefined {
  const open = at(/\s*[([/]\s*/y, text, to)?.[0];
  const start = to + (open?.length ?? 0);
  const more = open === undefined ? undefined : (knownAt(text, start, to) ?? placeAt(text, start));
  const zone = more && plainZone(more.means);
  if (open === undefined || more === undefined || zone === undefined) return undefined;
  // Letters that are clear need no explanation; an offset is clearer still.
  if (plainZone(means) !== undefined && !/^[+-]/.test(zone)) return undefined;
  const end = /[([]/.test(open) && /^\s*[)\]]/.exec(text.slice(more.to, more.to + 3));
  return { name, to: more.to + (end ? end[0].length : 0), means: [only(zone)] };
}

const only = (zone: string): Meaning => ({ zone, homes: [], local: false });

/** The match of a sticky pattern at one place. */
function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
