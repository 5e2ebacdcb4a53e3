import { type Answer, claimed, isTold } from '../../core/desk/answer.ts';
import { mayAnswer } from '../../core/desk/budget.ts';
import { type Mention, moved, stateAt } from '../../core/desk/kept-mention.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import { isMuted } from '../../core/desk/person.ts';
import type { TemplateName } from '../../core/desk/template.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { objectionsToEdit, type Suggestion } from '../../wording/desk/replies.ts';
import { wordedForDesk } from '../../wording/desk/words.ts';
import { etagOf } from '../etag.ts';
import { isConnected } from './connect.ts';
import { levelOf } from './money.ts';
import type { DeskPorts } from './ports.ts';
import * as refused from './refused.ts';
import { aboutNone } from './send.ts';
import { settle } from './settle.ts';
import { type Situation, situationOf } from './situation.ts';
import { sendIfCurrent } from './tend-answers.ts';

/** What somebody answers with. `text`: the words that they have read or edited; without it, those of the template as it is now. */
export type Answering = {
  template?: TemplateName | undefined;
  text?: string | undefined;
  ifMatch?: string | undefined;
  by: string;
};

/** A mention, or a `Problem`. */
export async function mentionNamed(
  { stores }: Pick<DeskPorts, 'stores'>,
  source: DeskSource,
  id: string,
): Promise<Mention> {
  const mention = await stores.mentions.of(source, id);
  if (mention === undefined) throw refused.noSuchMention();
  return mention;
}

/**
 * Answers somebody, once: whoever claims it first, sends. The words are checked against what our page says at that moment,
 * and once more directly before they leave; if somebody spoke in between, nothing is sent and fresh words come back. Throws a
 * `Problem` that says why not.
 */
export async function answerMention(
  ports: DeskPorts,
  source: DeskSource,
  id: string,
  asked: Answering,
): Promise<Answer> {
  const { stores, clock } = ports;
  const mention = await mentionNamed(ports, source, id);
  const here = await situationOf(ports, mention);
  await checkMayAnswer(ports, mention, here);
  const { incident } = here;
  // Before anything is held against the words: whoever comes second need not mend them.
  const name = { incident: incident?.id ?? aboutNone(id), source, person: mention.person, kind: 'reply' as const };
  const before = await stores.answers.one(name);
  if (before !== undefined && isTold(before)) {
    await settle(ports, before, [mention], clock.now());
    throw refused.answeredAlready(before);
  }
  const text = wordsOf(here, source, asked);
  if (incident !== undefined && asked.text !== undefined && asked.ifMatch === undefined) throw refused.seenMissing();
  if (incident !== undefined && asked.ifMatch !== undefined && !names(asked.ifMatch, incident))
    throw refused.saidMeanwhile(etagOf(incident), here.suggestions);
  const objections = objectionsToEdit(text, here.said, {
    source,
    handling: incident?.handling,
    templates: here.suggestions.map((one: Suggestion) => one.text),
  });
  if (objections.length > 0) throw refused.notSayable(objections);

  const taken = await takeFor(ports, mention, asked.by);
  const answer = claimed(
    {
      ...name,
      mention: id,
      way: mention.direct ? 'message' : 'thread',
      to: { ...mention.to, theirs: mention.theirs, direct: mention.direct },
      text,
      ...(asked.template === undefined ? {} : { template: asked.template }),
      by: asked.by,
      seq: incident?.head.seq ?? 0,
      ...(mention.case === undefined ? {} : { case: mention.case }),
    },
    before,
    clock.now(),
  );
  if (!(await stores.answers.swap(answer))) throw refused.answeredAlready((await stores.answers.one(name)) ?? answer);
  const after = (await sendIfCurrent(ports, answer, incident)) ?? (await stores.answers.one(name)) ?? answer;
  const same = await stores.mentions.said(mention.at, clock.now(), source);
  await settle(ports, after, [taken, ...same.filter((one) => one.id !== id)], clock.now());
  if (after.state === 'unsent' && incident !== undefined) {
    const now = await situationOf(ports, mention);
    throw refused.saidMeanwhile(now.incident && etagOf(now.incident), now.suggestions);
  }
  return after;
}

/** What was sent with `If-Match` names the state that the incident is in. */
const names = (ifMatch: string, incident: ReportedIncident): boolean =>
  ifMatch.split(',').some((tag) => tag.trim() === etagOf(incident));

function wordsOf({ desk, said, turn }: Situation, source: DeskSource, { template, text }: Answering): string {
  if (text !== undefined) return text.trim();
  return template === undefined ? '' : wordedForDesk(desk, template, said, { turn, inPublic: source !== 'mail' });
}

async function checkMayAnswer(ports: DeskPorts, mention: Mention, { incident }: Situation): Promise<void> {
  const { stores, clock, control, sources } = ports;
  const { source, person, summoned, direct, emptied } = mention;
  const [{ frozen }, known, level] = await Promise.all([
    control.read(),
    stores.people.of(source, person),
    levelOf(ports, source, incident === undefined ? [] : [incident.id]),
  ]);
  if (frozen !== undefined) throw refused.frozen();
  if (incident?.handling === 'drill') throw refused.isDrill();
  if (known?.optedOut !== undefined) throw refused.leftAlone();
  if (known?.muted !== undefined && isMuted(known, clock.now())) throw refused.isMutedNow(known.muted.by);
  if (emptied !== undefined) throw refused.onlyByHand('Its words are not kept any more, and whose they were.');
  if (sources[source] === undefined || !(await isConnected(ports, source)))
    throw refused.onlyByHand(`${source} is not connected here.`);
  if (!summoned && !direct) throw refused.onlyByHand('Its author neither named nor quoted us.');
  if (!mayAnswer(level)) throw refused.moneyIsGone();
}

/** Whoever answers has it from now on; what somebody else has just taken is theirs. */
export async function takeFor(
  ports: Pick<DeskPorts, 'stores' | 'clock'>,
  mention: Mention,
  by: string,
): Promise<Mention> {
  const { stores, clock } = ports;
  for (let seen = mention; ; ) {
    const now = clock.now();
    if (stateAt(seen, now) === 'taken' && seen.by !== by)
      throw refused.takenBy(seen.by ?? 'somebody', seen.takenUntil ?? now);
    if (!['new', 'taken', 'expired'].includes(seen.state)) return seen;
    const next = moved(seen, { to: 'taken', by }, now);
    if (await stores.mentions.swap(next)) return next;
    seen = await mentionNamed({ stores: stores }, mention.source, mention.id);
  }
}
