import { type Answer, claimed, saidByHand } from '../../core/desk/answer.ts';
import { followUpOf } from '../../core/desk/case.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import { endingOf, type Ticked, type Told, toldAmong, type Way, wayBack } from '../../core/desk/report-back.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { Refusal } from '../../core/refusal.ts';
import { saidOf } from '../../wording/desk/slots.ts';
import { wordedForDesk } from '../../wording/desk/words.ts';
import { changeVersioned } from '../change-versioned.ts';
import { readIncident } from '../read-incidents.ts';
import { withApproved } from './own-words.ts';
import { type DeskPorts, namesIn } from './ports.ts';
import * as refused from './refused.ts';

/** Somebody who was answered, how they can be told, and what came of it. */
export type ToldBack = {
  source: DeskSource;
  person: string;
  from: string;
  way: Way;
  state: 'to-tell' | Answer['state'];
};

/** `text`: what those read who are told, for who tells them by hand; absent unless it is resolved. */
export type ReportBack = {
  incident: string;
  ending?: number;
  ticked?: Ticked;
  text?: string;
  people: readonly ToldBack[];
};

async function incidentNamed(ports: DeskPorts, id: string): Promise<ReportedIncident> {
  const incident = await readIncident(ports.log, id);
  if (incident === undefined) throw new Refusal('incident-not-found');
  return incident;
}

/** Who was answered about an incident, where, and how they can be told that it is over. */
export async function reportBackOf(ports: DeskPorts, id: string): Promise<ReportBack> {
  const { stores, rules } = ports;
  const incident = await incidentNamed(ports, id);
  const [answers, people, { state: ticked }] = await Promise.all([
    stores.answers.about(id),
    stores.people.all(),
    stores.ticked(id).read(),
  ]);
  const ending = endingOf(incident);
  const isOut = ({ source, person }: Pick<Told, 'source' | 'person'>) =>
    people.some((one) => one.source === source && one.person === person && one.optedOut !== undefined);
  return {
    incident: id,
    ...(ending === undefined ? {} : { ending }),
    ...(ticked === undefined ? {} : { ticked }),
    ...(incident.phase === 'resolved' ? { text: await wordsToTake(ports, incident) } : {}),
    people: toldAmong(answers, isOut).map((told): ToldBack => {
      const done = told.answers.findLast(({ kind, of }) => kind === 'solved' && of === ending);
      const from = told.answers.map(({ to }) => to.author.handle).findLast((handle) => handle !== '') ?? '';
      const way =
        ports.sources[told.source] === undefined
          ? 'hand'
          : wayBack(told, { replyTwice: rules.replyTwice, messages: true });
      return { source: told.source, person: told.person, from, way, state: done?.state ?? 'to-tell' };
    }),
  };
}

/** One text for all of them: it is copied once, and each is told in a place of their own. */
async function wordsToTake(ports: DeskPorts, incident: ReportedIncident): Promise<string> {
  const said = saidOf(ports.words.voice, incident, namesIn(ports), ports.clock.now());
  return wordedForDesk(await withApproved(ports), 'solved', said, { turn: 0 });
}

/** Has those told who were answered, once the incident has stayed resolved; ticked again, it stays as it was. */
export async function tickReportBack(ports: DeskPorts, id: string, by: string): Promise<ReportBack> {
  const incident = await incidentNamed(ports, id);
  const of = endingOf(incident);
  if (incident.phase !== 'resolved' || of === undefined) throw refused.notResolved();
  const at = ports.clock.now();
  await changeVersioned(ports.stores.ticked(id), (before) => (before?.of === of ? undefined : { of, by, at }));
  return reportBackOf(ports, id);
}

/** Notes that a person told somebody themselves. */
export async function toldByHand(
  ports: DeskPorts,
  id: string,
  { source, person, by }: { source: DeskSource; person: string; by: string },
): Promise<ReportBack> {
  const { stores, clock } = ports;
  const incident = await incidentNamed(ports, id);
  const of = endingOf(incident);
  if (incident.phase !== 'resolved' || of === undefined) throw refused.notResolved();
  const base = (await stores.answers.about(id)).find((one) => one.source === source && one.person === person);
  if (base === undefined) throw refused.noSuchMention();
  const before = await stores.answers.one({ incident: id, source, person, kind: 'solved', of });
  if (before !== undefined && before.state !== 'unsent' && before.state !== 'refused')
    throw refused.answeredAlready(before);
  const { way: _way, ...rest } = base;
  const claim = claimed(
    { ...made(rest), kind: 'solved', of, way: 'hand', text: '', by, seq: incident.head.seq },
    before,
    clock.now(),
  );
  const done = saidByHand(claim, clock.now());
  if (!(await stores.answers.swap(done))) throw refused.answeredAlready(done);
  if (base.case !== undefined) await ports.followUps.answer(id, followUpOf(base.case), { by, at: clock.now() });
  return reportBackOf(ports, id);
}

/** Whom an answer was for, without what became of it. */
const made = ({ incident, source, person, to, case: name }: Omit<Answer, 'way'>) => ({
  incident,
  source,
  person,
  to,
  ...(name === undefined ? {} : { case: name }),
});
