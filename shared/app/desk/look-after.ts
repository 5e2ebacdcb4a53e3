import { type Answer, claimed, isTold, saidByHand } from '../../core/desk/answer.ts';
import { type CaseNote, type DeskCase, withNote } from '../../core/desk/case.ts';
import { givenBack, type Mention, moved, stateAt } from '../../core/desk/kept-mention.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import { type DeskPerson, muted, nobody, unmuted } from '../../core/desk/person.ts';
import { mentionNamed, takeFor } from './answer-mention.ts';
import type { DeskPorts } from './ports.ts';
import * as refused from './refused.ts';
import { aboutNone } from './send.ts';
import { settle } from './settle.ts';
import { situationOf } from './situation.ts';

type Of = { source: DeskSource; id: string; by: string };

/** Takes a mention, so that nobody else opens it for three minutes. Taken again, it is so for three more. */
export async function takeMention(ports: DeskPorts, { source, id, by }: Of): Promise<Mention> {
  return takeFor(ports, await mentionNamed(ports, source, id), by);
}

/**
 * Gives back a mention that somebody has, so that the next one need not wait for three minutes. Whoever does not have it, or
 * not any more, changes nothing.
 */
export async function giveBackMention(ports: DeskPorts, { source, id, by }: Of): Promise<Mention> {
  const mention = await mentionNamed(ports, source, id);
  const now = ports.clock.now();
  if (stateAt(mention, now) !== 'taken' || mention.by !== by) return mention;
  const back = givenBack(mention, now);
  return (await ports.stores.mentions.swap(back)) ? back : mentionNamed(ports, source, id);
}

/** Leaves a mention: nothing is said to it. */
export async function leaveMention(ports: DeskPorts, { source, id, by }: Of): Promise<Mention> {
  const taken = await takeMention(ports, { source, id, by });
  if (taken.state !== 'taken') return taken;
  const left = moved(taken, { to: 'left', by }, ports.clock.now());
  return (await ports.stores.mentions.swap(left)) ? left : mentionNamed(ports, source, id);
}

/** Notes that somebody was answered by a person's own hand: from then on nobody answers them by program. */
export async function answeredByHand(ports: DeskPorts, { source, id, by }: Of): Promise<Answer> {
  const { stores, clock } = ports;
  const mention = await mentionNamed(ports, source, id);
  const { incident } = await situationOf(ports, mention);
  const name = { incident: incident?.id ?? aboutNone(id), source, person: mention.person, kind: 'reply' as const };
  const before = await stores.answers.one(name);
  if (before !== undefined && isTold(before)) throw refused.answeredAlready(before);
  const claim = claimed(
    {
      ...name,
      mention: id,
      way: 'hand',
      to: { ...mention.to, theirs: mention.theirs, direct: mention.direct },
      text: '',
      by,
      seq: incident?.head.seq ?? 0,
    },
    before,
    clock.now(),
  );
  const done = saidByHand(claim, clock.now());
  if (!(await stores.answers.swap(done))) throw refused.answeredAlready((await stores.answers.one(name)) ?? done);
  await settle(ports, done, await stores.mentions.said(mention.at, clock.now(), source), clock.now());
  return done;
}

/** Mutes somebody, or takes that back. Both are one click, and who did it is seen. */
export async function setMuted(ports: DeskPorts, { source, id, by }: Of, isMuted: boolean): Promise<DeskPerson> {
  const { stores, clock } = ports;
  for (;;) {
    const now = clock.now();
    const before = (await stores.people.of(source, id)) ?? nobody(source, id, now);
    const next = isMuted ? muted(before, by, now) : unmuted(before, now);
    if (await stores.people.swap(next)) return next;
  }
}

/** Keeps what support says of a case. Throws a `Problem` if there is no such case. */
export async function noteOnCase(
  { stores, clock }: Pick<DeskPorts, 'stores' | 'clock'>,
  name: string,
  note: Omit<CaseNote, 'at'>,
): Promise<DeskCase> {
  for (;;) {
    const before = await stores.cases.of(name);
    if (before === undefined) throw refused.noSuchCase();
    const next = withNote(before, { at: clock.now(), ...note });
    if (await stores.cases.swap(next)) return next;
  }
}
