import { MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import type { ChangeInvariant, FinalInvariant } from './invariant.ts';

/** A kept text goes out by itself directly behind what its author had seen, and not before its time. */
export const keptIsTheNextWord: ChangeInvariant = (change, { kept }) => {
  if (change.type !== 'entry' || change.entry.private?.via !== 'kept') return undefined;
  const { entry } = change;
  const text = [...kept.values()].find(({ keyHash }) => keyHash === entry.command?.keyHash);
  const place = `entry ${entry.seq} of ${entry.incident}`;
  if (text === undefined) return `${place} was kept by nobody`;
  if (entry.seq !== text.seenSeq + 1)
    return `${place} was kept behind entry ${text.seenSeq}, and went out over what was said since`;
  return entry.at < text.publishAt ? `${place} went out before its time, ${text.publishAt}` : undefined;
};

/** What was dropped, or what people were told is not posted, is not posted by itself afterwards. */
export const keptEndsOnce: ChangeInvariant = (change, { kept }) => {
  if (change.type !== 'entry' || change.entry.private?.via !== 'kept') return undefined;
  const { keyHash } = change.entry.command ?? {};
  const text = [...kept.values()].find((one) => one.keyHash === keyHash);
  return text?.ended === undefined ? undefined : `a kept text went out that had ended before: ${text.ended}`;
};

/** Long enough for one that took it and died, and the sweep after it. */
const TIME_TO_END_MS = 6 * MINUTE_MS;

/** In the end every kept text whose time has come was posted, or waits and asks, or was dropped. */
export const keptIsPostedOrAsks: FinalInvariant = ({ chronicle: { kept }, now }) => {
  const left = [...kept].find(
    ([, { publishAt, ended }]) => ended === undefined && plus(publishAt, TIME_TO_END_MS) < now,
  );
  return left && `the text ${left[0]} was kept until ${left[1].publishAt}, and nothing came of it`;
};
