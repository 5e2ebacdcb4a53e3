import type * as z from 'zod';
import { answerMention, mentionNamed } from '../app/desk/answer-mention.ts';
import { connectSource } from '../app/desk/connect.ts';
import {
  answeredByHand,
  giveBackMention,
  leaveMention,
  noteOnCase,
  setMuted,
  takeMention,
} from '../app/desk/look-after.ts';
import { levelOf } from '../app/desk/money.ts';
import { decideWords, proposeWords } from '../app/desk/own-templates.ts';
import type { DeskPorts } from '../app/desk/ports.ts';
import { readStream } from '../app/desk/read-stream.ts';
import * as refused from '../app/desk/refused.ts';
import { reportOn } from '../app/desk/report.ts';
import { reportBackOf, tickReportBack, toldByHand } from '../app/desk/report-back.ts';
import { situationOf } from '../app/desk/situation.ts';
import { etagOf } from '../app/etag.ts';
import type * as answers from '../contract/desk-answers.ts';
import {
  caseNoteBody,
  deskAnswerBody,
  deskSourceBody,
  deskTemplateBody,
  reportBackBody,
} from '../contract/desk-schemas.ts';
import { parseBody } from '../contract/parse.ts';
import { type FieldError, invalid } from '../contract/problem.ts';
import { spentInMonth } from '../core/desk/account.ts';
import { present } from '../core/desk/house.ts';
import { byWaiting, isWaiting, MENTION_STATES, type Mention, stateAt } from '../core/desk/kept-mention.ts';
import { DESK_SOURCES, type DeskSource } from '../core/desk/mention.ts';
import { readCase } from '../core/desk/names.ts';
import { isMuted } from '../core/desk/person.ts';
import { dollars, priceOfAnswer, priceOfStream } from '../core/desk/prices.ts';
import { ONE_REPLY_RULE } from '../core/desk/report-back.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { DAY_MS, HOUR_MS, plus } from '../core/instant.ts';
import { lengthThere } from '../wording/desk/fit.ts';
import type { Caller } from './caller.ts';
import { answerView, caseView, mentionView, personView, templateView } from './desk-view.ts';

type Query = Readonly<Record<string, string | undefined>> | undefined;
type Place = Readonly<Record<string, string | undefined>> | undefined;

/** Without an incident the queue shows the last two days; of an incident all that is kept. */
const SHOWN_MS = 2 * DAY_MS;

/** The queue, what floods in, who is muted, and what is not seen. Muted people are left out of the queue. */
export async function listDesk(ports: DeskPorts, query: Query): Promise<z.output<typeof answers.deskList>> {
  const { incident, state } = query ?? {};
  if (state !== undefined && !MENTION_STATES.some((one) => one === state))
    throw invalid([{ field: 'state', reason: `must be one of ${MENTION_STATES.join(', ')}` }]);
  const { stores, clock, control, sources } = ports;
  const now = clock.now();
  const from = plus(now, incident === undefined ? -SHOWN_MS : -30 * DAY_MS);
  const [all, people, house, { frozen }] = await Promise.all([
    stores.mentions.said(from, now),
    stores.people.all(),
    stores.house.read(),
    control.read(),
  ]);
  const hidden = new Set(people.filter((one) => isMuted(one, now)).map((one) => `${one.source}#${one.person}`));
  const asked = all.filter((one) => incident === undefined || one.incident === incident);
  const shown = asked.filter((one) => !hidden.has(`${one.source}#${one.person}`));
  const waiting = byWaiting(shown.filter((one) => isWaiting(one, now)));
  const others = shown.filter((one) => !isWaiting(one, now)).toReversed();
  const chosen = [...waiting, ...others].filter((one) => state === undefined || stateAt(one, now) === state);
  const oldestAt = waiting.map(({ at }) => at).toSorted()[0];
  const there = DESK_SOURCES.filter((source) => sources[source] !== undefined);
  return plainParts({
    mentions: chosen.map((one) => mentionView(one, now)),
    waiting: { count: waiting.length, ...(oldestAt === undefined ? {} : { oldestAt }) },
    floods: present(house.state?.floods ?? [], now).map(({ id: _id, usual: _usual, ...flood }) => flood),
    people: people
      .filter((one) => isMuted(one, now) || one.optedOut !== undefined)
      .map((one) => personView(one, all.findLast(isBy(one))?.to.author.handle)),
    sources: await Promise.all(there.map((source) => sourceView(ports, source, incident))),
    frozen: frozen !== undefined,
  }).value;
}

const isBy =
  ({ source, person }: Pick<Mention, 'source' | 'person'>) =>
  (one: Mention): boolean =>
    one.source === source && one.person === person;

async function sourceView(ports: DeskPorts, source: DeskSource, incident: string | undefined) {
  const [{ state = {} }, level] = await Promise.all([
    ports.stores.account(source).read(),
    levelOf(ports, source, incident === undefined ? [] : [incident]),
  ]);
  const { unreadable, readAt, connected } = state;
  return {
    source,
    ...(connected === undefined ? {} : { connected }),
    level,
    dollars: dollars(spentInMonth(state, ports.clock.now())),
    ...(unreadable === undefined ? {} : { unreadable: { since: unreadable.since, reason: unreadable.reason } }),
    ...(readAt === undefined ? {} : { readAt }),
  };
}

/** Which mention an address names. */
function named(place: Place): { source: DeskSource; id: string } {
  const source = DESK_SOURCES.find((one) => one === place?.source);
  if (source === undefined) throw refused.noSuchMention();
  return { source, id: place?.id ?? '' };
}

/** Everything that an answer is made from: their words, what our page says now, what could be said, and what it costs. */
export async function readMention(ports: DeskPorts, place: Place): Promise<z.output<typeof answers.deskMention>> {
  const { source, id } = named(place);
  const mention = await mentionNamed(ports, source, id);
  const now = ports.clock.now();
  const [here, lately, one] = await Promise.all([
    situationOf(ports, mention),
    ports.stores.mentions.said(plus(mention.at, -6 * HOUR_MS), now, source),
    mention.case === undefined ? undefined : ports.stores.cases.of(mention.case),
  ]);
  const { incident, suggestions, told } = here;
  const says = incident === undefined ? [] : await ports.says(incident);
  const { answers: to, direct } = mention;
  return plainParts({
    mention: mentionView(mention, now),
    ...(to === undefined
      ? {}
      : {
          answers: {
            ours: to.ours,
            ...(to.handle === undefined ? {} : { from: to.handle }),
            ...(to.text === undefined ? {} : { text: to.text }),
          },
        }),
    conversation: lately
      .filter((other) => other.person === mention.person && other.id !== id)
      .map((other) => ({ id: other.id, text: other.text ?? '', at: other.at, state: stateAt(other, now) })),
    told: told.map(answerView),
    says,
    ...(incident === undefined ? {} : { etag: etagOf(incident) }),
    suggestions: [...suggestions],
    most: lengthThere(source, '').most,
    price: {
      answer: dollars(priceOfAnswer(source, direct)),
      ...(ports.sources[source]?.stream === undefined ? {} : { stream: dollars(priceOfStream(source)) }),
    },
    ...(one === undefined ? {} : { case: caseView(one) }),
  }).value;
}

const MOVES = { take: takeMention, release: giveBackMention, left: leaveMention };

/** Takes a mention for three minutes, gives it back before they are over, or leaves it without an answer. */
export async function moveMention(ports: DeskPorts, place: Place, to: keyof typeof MOVES, { actor: by }: Caller) {
  const of = { ...named(place), by };
  const mention = await MOVES[to](ports, of);
  return { mention: mentionView(mention, ports.clock.now()) } satisfies z.output<typeof answers.deskMoved>;
}

/** Answers somebody, once, in words that our page bears out at this moment. */
export async function answerOne(
  ports: DeskPorts,
  place: Place,
  body: unknown,
  ifMatch: string | undefined,
  { actor: by }: Caller,
) {
  const { source, id } = named(place);
  const answer = await answerMention(ports, source, id, { ...parseBody(deskAnswerBody, body), ifMatch, by });
  return answered(ports, source, id, answer);
}

/** Notes that a person answered there themselves. */
export async function answerOneByHand(ports: DeskPorts, place: Place, { actor: by }: Caller) {
  const { source, id } = named(place);
  return answered(ports, source, id, await answeredByHand(ports, { source, id, by }));
}

async function answered(ports: DeskPorts, source: DeskSource, id: string, answer: Parameters<typeof answerView>[0]) {
  const mention = await mentionNamed(ports, source, id);
  return {
    answer: answerView(answer),
    mention: mentionView(mention, ports.clock.now()),
  } satisfies z.output<typeof answers.deskAnswered>;
}

/** What somebody said of late; read for this answer and not kept. */
export async function readLately(ports: DeskPorts, place: Place): Promise<z.output<typeof answers.deskStream>> {
  const { source, id } = named(place);
  const { posts, unreadable } = await readStream(ports, source, id);
  return plainParts({ posts, ...(unreadable === undefined ? {} : { unreadable }) }).value;
}

/** Has a source be heard, or not any more. */
export async function connectOne(
  ports: DeskPorts,
  place: Place,
  body: unknown,
  { actor: by }: Caller,
): Promise<z.output<typeof answers.deskSource>> {
  const source = DESK_SOURCES.find((one) => one === place?.source);
  if (source === undefined) throw refused.notDeployed(place?.source ?? '');
  const { connected } = parseBody(deskSourceBody, body);
  await connectSource(ports, { source, by }, connected);
  return sourceView(ports, source, undefined);
}

export async function mutePerson(ports: DeskPorts, place: Place, isMutedNow: boolean, { actor: by }: Caller) {
  return personView(await setMuted(ports, { ...named(place), by }, isMutedNow));
}

export const deskReportOf = (ports: DeskPorts, query: Query): Promise<z.output<typeof answers.deskReported>> =>
  reportOn(ports, incidentIn(query));

export async function readReportBack(ports: DeskPorts, query: Query): Promise<z.output<typeof answers.deskReportBack>> {
  return { ...(await reportBackOf(ports, incidentIn(query))), rule: ONE_REPLY_RULE };
}

/** Ticks that those are told who were answered. */
export async function askReportBack(
  ports: DeskPorts,
  body: unknown,
  { actor: by }: Caller,
): Promise<z.output<typeof answers.deskReportBack>> {
  const { incident } = parseBody(reportBackBody, body);
  return { ...(await tickReportBack(ports, incident, by)), rule: ONE_REPLY_RULE };
}

/** Notes that somebody was told that it is over by a person's own hand. */
export async function reportedByHand(
  ports: DeskPorts,
  place: Place,
  query: Query,
  { actor: by }: Caller,
): Promise<z.output<typeof answers.deskReportBack>> {
  const { source, id: person } = named(place);
  return { ...(await toldByHand(ports, incidentIn(query), { source, person, by })), rule: ONE_REPLY_RULE };
}

/** Keeps what support says of a case. */
export async function noteCase(
  ports: DeskPorts,
  place: Place,
  body: unknown,
  { actor: by }: Caller,
): Promise<z.output<typeof answers.deskCase>> {
  const name = readCase(place?.case ?? '');
  if (name === undefined) throw refused.noSuchCase();
  const { state, text } = parseBody(caseNoteBody, body);
  const note = { by, ...(state === undefined ? {} : { state }), ...(text === undefined ? {} : { text }) };
  return caseView(await noteOnCase(ports, name, note));
}

export async function listTemplates(ports: DeskPorts): Promise<z.output<typeof answers.deskTemplates>> {
  return plainParts({ templates: (await ports.stores.templates.all()).map(templateView) }).value;
}

export async function proposeTemplate(ports: DeskPorts, body: unknown, { actor, subject }: Caller) {
  return templateView(await proposeWords(ports, parseBody(deskTemplateBody, body), { actor, subject }));
}

export async function decideTemplate(
  ports: DeskPorts,
  place: Place,
  to: 'approved' | 'dropped',
  { actor, subject }: Caller,
) {
  return templateView(await decideWords(ports, place?.id ?? '', to, { actor, subject }));
}

function incidentIn(query: Query): string {
  const wrong: FieldError[] = query?.incident
    ? []
    : [{ field: 'incident', reason: 'names the incident; it is missing' }];
  if (wrong.length > 0) throw invalid(wrong);
  return query?.incident ?? '';
}
