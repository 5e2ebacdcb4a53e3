import { ANSWER_KINDS, type Answer } from '../../core/desk/answer.ts';
import type { Mention } from '../../core/desk/kept-mention.ts';
import { incidentFor } from '../../core/desk/match.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { type Suggestion, suggestedReplies } from '../../wording/desk/replies.ts';
import { type Said, saidOf } from '../../wording/desk/slots.ts';
import type { DeskVoice } from '../../wording/desk/words.ts';
import { openIncidents, readIncident } from '../read-incidents.ts';
import { withApproved } from './own-words.ts';
import { asOpen, type DeskPorts, namesIn } from './ports.ts';

/** Everything that an answer to a mention is made from, as it is now. */
export type Situation = {
  incident: ReportedIncident | undefined;
  said: Said;
  desk: DeskVoice;
  /** Which variant comes next: another behind each answer, and not the same for all who are read at the same moment. */
  turn: number;
  /** What this person was told about it, oldest first. */
  told: readonly Answer[];
  suggestions: readonly Suggestion[];
};

/** The situation in which somebody answers a mention: what our page says of what it is about, and what could be said. */
export async function situationOf(ports: DeskPorts, mention: Mention): Promise<Situation> {
  const { stores, clock, words } = ports;
  const now = clock.now();
  const id = mention.incident ?? incidentFor(mention.about, (await openIncidents(ports, now)).map(asOpen)).incident;
  const [incident, desk, answers] = await Promise.all([
    id === undefined ? undefined : readIncident(ports.log, id),
    withApproved(ports),
    id === undefined ? [] : stores.answers.about(id),
  ]);
  const said = saidOf(words.voice, incident, namesIn(ports), now);
  const told = answers
    .filter(({ source, person }) => source === mention.source && person === mention.person)
    .toSorted((a, b) => ANSWER_KINDS.indexOf(a.kind) - ANSWER_KINDS.indexOf(b.kind));
  const toldOver = told.some(
    ({ kind, state, template }) => state === 'sent' && (kind === 'solved' || template === 'solved'),
  );
  const { source, about } = mention;
  const turn = answers.length + Number.parseInt(mention.person.slice(0, 2), 16);
  const suggestions =
    incident?.handling === 'drill'
      ? []
      : suggestedReplies(desk, said, {
          source,
          trouble: about.trouble || mention.direct,
          turn,
          toldOver,
        });
  return { incident, said, desk, turn, told, suggestions };
}
