import { logLine } from '../../core/chain.ts';
import type { ComponentStatus } from '../../core/entry.ts';
import { msBetween } from '../../core/instant.ts';
import { beganAt, publicIncident, workaroundOf } from '../../core/public-incident.ts';
import { calendarMessage } from '../calendar.ts';
import { cutAtWord } from '../cut-at-word.ts';
import { COMPONENT_WORDS, STATUS_WORDS, statusMeans, titleOf } from '../incident.ts';
import { maintenanceEvent } from '../maintenance-event.ts';
import type { Voice } from '../sentences.ts';
import { PAGE } from '../site.ts';
import { sayDuration } from '../time.ts';
import { type Block, named, words } from './blocks.ts';
import { whyYou } from './following.ts';
import { listHeaders } from './headers.ts';
import { letter, type MailWords } from './letter.ts';
import { datedTime, ownZone, timeFor } from './own-time.ts';
import { soFar } from './so-far.ts';
import { saidBy, statement } from './statement.ts';
import { stateWord, subjectOf } from './subject.ts';
import { timesGiven } from './times-given.ts';
import type { Told, UpdateView } from './view.ts';

/** More is on the page; a list of names helps nobody who looks for their own. */
const NAMES_AT_MOST = 20;

/** Longer ones are shortened, and the page has the whole. */
const LONGEST_WORKAROUND = 2_000;

/**
 * The mail about an incident to one person, at its newest statement. Whoever was told before reads the newest first and
 * what they may have missed below; whoever hears of it for the first time reads when it began, or, once it is over, from
 * when to when it lasted. Of a drill nobody outside is told: undefined.
 */
export function updateMail(voice: Voice, view: UpdateView): MailWords | undefined {
  if (view.incident.handling === 'drill') return undefined;
  const incident = publicIncident(view.incident);
  const told: Told = { ...view, voice, incident, line: logLine(view.entry), zone: ownZone(view.reader.zone) };
  const rows = timesGiven(told);
  const blocks: Block[] = [
    { is: 'title', text: stateWord(told) },
    ...statement(told),
    ...(rows.length === 0 ? [] : [{ is: 'rows' as const, rows }]),
    ...goesOn(told),
    ...nextMail(told),
    ...whole(told),
    words(saidBy(told), 'fine'),
    words(about(told)),
    { is: 'link', words: 'The whole of it, and whatever is newer', href: view.addresses.page },
    ...whatToDo(told),
    ...stuck(told),
    ...soFar(told),
    ...whyYou(view.house.name, view.reader, view.addresses),
  ];
  const mail = letter(voice, subjectOf(told), blocks, listHeaders(view.addresses));
  const calendar = calendarOf(told);
  return calendar === undefined ? mail : { ...mail, calendar };
}

/** Of every end how long it lasted; and when it began, for somebody who hears of it for the first time. */
function whole({ voice, incident, line, toldBefore, zone, now }: Told): Block[] {
  if (incident.type !== 'outage') return [];
  const began = beganAt(incident);
  const from = timeFor(voice, zone, began, now);
  if (line.kind === 'resolved' && incident.endedAt !== undefined) {
    const until = timeFor(voice, zone, incident.endedAt, now);
    const lasted = sayDuration(voice, msBetween(began, incident.endedAt));
    const first = toldBefore ? '' : ' You had no mail about it before; this one holds the whole of it.';
    return [words(`It began at ${from}, and we said at ${until} that it is over. It lasted ${lasted}.${first}`)];
  }
  return toldBefore || line.kind === 'opened'
    ? []
    : [words(`This is our first mail to you about it. It began at ${from}.`)];
}

/** Where a merged incident is told on. */
const goesOn = ({ goesOnIn }: Told): Block[] =>
  goesOnIn === undefined
    ? []
    : [{ is: 'link', words: `${PAGE.goesOnThere}: ${named(goesOnIn.title)}`, href: goesOnIn.url }];

/** Whoever wanted beginning and end only would wait for a next update that is not mailed to them. */
const nextMail = ({ incident, reader }: Told): Block[] =>
  reader.level === 'ends' && (incident.phase === 'open' || incident.phase === 'scheduled')
    ? [words('As you asked, no mail comes about the updates in between: the next one comes when it is over.')]
    : [];

/** What the mail is about, how that stands, what it concerns, and since when. */
function about({ incident, line, names, voice }: Told): string {
  const isOpen = incident.phase === 'open';
  const shown = incident.components.slice(0, NAMES_AT_MOST).map(({ id, status }) => {
    const name = named(names.get(id) ?? id);
    return isOpen ? `${name} (${nowAt(status)})` : name;
  });
  const more = incident.components.length - shown.length;
  const concerned = [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const began = beganAt(incident);
  const later =
    began < incident.openedAt ? `, first posted ${sayDuration(voice, msBetween(began, incident.openedAt))} later` : '';
  return [
    `It is about “${named(titleOf(incident))}”.`,
    ...(isOpen ? [stands(incident, line)] : []),
    ...(concerned === '' ? [] : [`${PAGE.affected}: ${concerned}.`]),
    ...(isOpen && incident.type === 'outage' ? [`${PAGE.began} at ${datedTime(voice, began)}${later}.`] : []),
  ].join(' ');
}

/** Nobody says by an apology how it stands now. */
const stands = (incident: Told['incident'], { kind }: Told['line']): string =>
  kind === 'apology'
    ? `When a person last spoke, it stood at “${STATUS_WORDS[incident.status]}”.`
    : `It stands at “${STATUS_WORDS[incident.status]}”: ${statusMeans(incident)}.`;

const nowAt = (status: ComponentStatus): string =>
  status === 'operational' ? 'operational again' : COMPONENT_WORDS[status].toLowerCase();

/** What readers can do as long as it is not over. */
function whatToDo({ incident }: Told): Block[] {
  const workaround = incident.phase === 'open' || incident.phase === 'scheduled' ? workaroundOf(incident) : undefined;
  return workaround === undefined
    ? []
    : [
        { is: 'heading', text: PAGE.workaround },
        { is: 'typed', text: cutAtWord(workaround, LONGEST_WORKAROUND) },
      ];
}

/** The ways to a human, and when one is there. */
const stuck = ({ house }: Told): Block[] =>
  house.contact.length === 0
    ? []
    : [
        { is: 'heading', text: PAGE.stillStuck },
        ...house.contact.map(({ label, href, hours, timeZone }): Block => {
          const when = hours === undefined ? '' : ` (${hours}${timeZone === undefined ? '' : `, ${timeZone}`})`;
          return { is: 'link', words: `${named(label)}${when}`, href };
        }),
      ];

/** For the reader's calendar, where a statement sets, moves or takes back the time of announced work. */
function calendarOf({ incident, line, toldBefore, addresses }: Told): string | undefined {
  if (incident.type !== 'maintenance') return undefined;
  const isCancelled = incident.phase === 'cancelled';
  const isPlan = incident.phase === 'scheduled' || line.scheduledFor !== undefined || line.scheduledUntil !== undefined;
  if (isCancelled ? !toldBefore : !isPlan) return undefined;
  return calendarMessage(maintenanceEvent(addresses.page, incident), addresses.sender);
}
