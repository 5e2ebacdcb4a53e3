import { type Answer, isEnded } from '../../core/desk/answer.ts';
import { isWaiting, type Mention, type Move, moved } from '../../core/desk/kept-mention.ts';
import { emptied } from '../../core/desk/privacy.ts';
import type { Instant } from '../../core/instant.ts';
import type { DeskPorts } from './ports.ts';

/** What an answer does to the mentions of whoever got it; undefined while it is under way. */
function moveOf(answer: Answer): Move | undefined {
  const { state, by, reason, why, incident } = answer;
  const about = incident.startsWith('mention-') ? {} : { incident };
  switch (state) {
    case 'sent':
    case 'by-hand':
      return { to: 'answered', by, ...about };
    case 'unknown':
      return { to: 'answered', by, reason: 'nobody knows whether it arrived', ...about };
    case 'refused':
      return why === 'gone'
        ? { to: 'left', by, reason: 'it is not there any more' }
        : { to: 'expired', by, reason: reason ?? '' };
    case 'unsent':
      return { to: 'expired', by, reason: reason ?? '' };
    default:
      return undefined;
  }
}

/** True if a mention is one of those that an answer was for: its own, and whatever the same person said there before. */
const isFor = (mention: Mention, answer: Answer): boolean =>
  mention.id === answer.mention ||
  (mention.person === answer.person &&
    mention.source === answer.source &&
    mention.incident === answer.incident &&
    // A private message has its receipt, whatever was said in public.
    mention.direct === answer.to.direct &&
    mention.at <= answer.at);

/**
 * Brings the mentions that an answer was for in line with what became of it. Done again, it changes nothing: a pass that
 * died in between is made up for by the next.
 */
export async function settle(
  { stores }: Pick<DeskPorts, 'stores'>,
  answer: Answer,
  mentions: readonly Mention[],
  now: Instant,
): Promise<void> {
  if (answer.kind !== 'reply' || !isEnded(answer)) return;
  const move = moveOf(answer);
  if (move === undefined) return;
  for (const mention of mentions.filter((one) => isFor(one, answer)))
    await settleOne({ stores }, answer, move, mention, now);
}

/** Whoever writes takes a mention again and again: what they moved meanwhile is read anew, so often at most. */
const ATTEMPTS = 5;

async function settleOne(
  { stores }: Pick<DeskPorts, 'stores'>,
  answer: Answer,
  move: Move,
  mention: Mention,
  now: Instant,
): Promise<void> {
  const failed = move.to === 'expired' || move.to === 'left';
  const isOwn = mention.id === answer.mention;
  let seen: Mention | undefined = mention;
  for (let attempt = 0; attempt < ATTEMPTS && seen !== undefined && isWaiting(seen, now); attempt += 1) {
    // A failure concerns the one that it answered; and what waits again already, waits.
    if (failed && (!isOwn || seen.state === 'expired')) return;
    const next = moved(seen, move, now);
    const isGone = answer.why === 'gone' && isOwn;
    if (await stores.mentions.swap(isGone ? { ...emptied(next, 'deleted'), version: next.version } : next)) return;
    seen = await stores.mentions.of(mention.source, mention.id);
  }
}
