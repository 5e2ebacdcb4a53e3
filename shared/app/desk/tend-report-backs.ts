import { type Answer, claimed } from '../../core/desk/answer.ts';
import { followUpOf } from '../../core/desk/case.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import { type ReportBackStep, reportBackStep, type Told, toldAmong, wayBack } from '../../core/desk/report-back.ts';
import type { Outage } from '../../core/incident.ts';
import { fitsThere } from '../../wording/desk/fit.ts';
import { saidOf } from '../../wording/desk/slots.ts';
import { wordedForDesk } from '../../wording/desk/words.ts';
import { endedLately } from './ended-lately.ts';
import { withApproved } from './own-words.ts';
import { type DeskPorts, namesIn } from './ports.ts';
import { sendIfCurrent } from './tend-answers.ts';

type Telling = Extract<ReportBackStep, { do: 'solved' | 'correction' }>;

/**
 * Tells those who were answered that it is over, once a person has ticked it and it stayed so; and whom we told so, that it
 * is back. Each once, by a claim of their own; whoever cannot be told by a program stays on the list of a person.
 */
export async function tendReportBacks(
  ports: DeskPorts,
  open: readonly Outage[],
  may: (source: DeskSource) => boolean,
): Promise<void> {
  const now = ports.clock.now();
  for (const incident of [...open, ...(await endedLately(ports, now))]) {
    if (incident.handling === 'drill') continue;
    const { state: ticked } = await ports.stores.ticked(incident.id).read();
    const step = reportBackStep(incident, ticked, now);
    if (step.do === 'solved' || step.do === 'correction')
      await tellAll(ports, incident, step, ticked?.by ?? 'pipeline', may);
  }
}

async function tellAll(
  ports: DeskPorts,
  incident: Outage,
  step: Telling,
  by: string,
  may: (source: DeskSource) => boolean,
) {
  const { stores } = ports;
  const [answers, people] = await Promise.all([stores.answers.about(incident.id), stores.people.all()]);
  const isOut = ({ source, person }: Pick<Told, 'source' | 'person'>) =>
    people.some((one) => one.source === source && one.person === person && one.optedOut !== undefined);
  const done = (told: Told) => told.answers.some(({ kind, of }) => kind === step.do && of === step.of);
  for (const told of toldAmong(answers, isOut)) {
    if (done(told) || !may(told.source) || ports.sources[told.source] === undefined) continue;
    if (step.do === 'correction' && !heardThatItIsOver(told, step.told)) continue;
    try {
      await tellOne(ports, incident, step, by, told);
    } catch (error) {
      ports.warn(`somebody who was answered about ${incident.id} could not be told; the next look tries again`, error);
    }
  }
}

const heardThatItIsOver = ({ answers }: Told, of: number): boolean =>
  answers.some(
    (one) => one.kind === 'solved' && one.of === of && ['sent', 'unknown', 'claimed', 'doubt'].includes(one.state),
  );

async function tellOne(ports: DeskPorts, incident: Outage, step: Telling, by: string, told: Told): Promise<void> {
  const { stores, clock, rules, words } = ports;
  const { source, person } = told;
  const way = wayBack(told, { replyTwice: rules.replyTwice, messages: true });
  if (way === 'none' || way === 'hand') return;
  const base = told.answers.findLast(
    (one) => one.state === 'sent' && (one.way === 'message' || one.to.direct) === (way === 'message'),
  );
  if (base === undefined) return;
  const now = clock.now();
  const said = saidOf(words.voice, incident, namesIn(ports), now);
  const turn = told.person.charCodeAt(0) + told.person.charCodeAt(1);
  const text = wordedForDesk(await withApproved(ports), step.do, said, { turn });
  if (!fitsThere(source, text)) return;
  const answer = claimed(
    {
      incident: incident.id,
      source,
      person,
      kind: step.do,
      of: step.of,
      way,
      to: base.to,
      text,
      template: step.do,
      by,
      seq: incident.head.seq,
      ...(base.case === undefined ? {} : { case: base.case }),
    },
    undefined,
    now,
  );
  if (!(await stores.answers.swap(answer))) return;
  const after = await sendIfCurrent(ports, answer, incident);
  if (after?.state === 'sent' && step.do === 'solved') await closeLoop(ports, after);
}

/** Whoever has a case waited for this. */
async function closeLoop({ followUps, clock }: DeskPorts, { incident, by, case: name }: Answer): Promise<void> {
  if (name !== undefined) await followUps.answer(incident, followUpOf(name), { by, at: clock.now() });
}
