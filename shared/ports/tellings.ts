import type { PersonalChannel } from '../core/subscribers/subscriber.ts';
import type { Telling } from '../core/subscribers/telling.ts';

/** How far each person has been told of each incident. No address: people are known by their ids. */
export interface Tellings {
  of(incident: string, channel: PersonalChannel, id: string): Promise<Telling | undefined>;
  /** The rows of one shard whose ids lie between `first` and `last`, both included, strongly consistent. */
  between(
    incident: string,
    channel: PersonalChannel,
    shard: number,
    first: string,
    last: string,
  ): Promise<Map<string, Telling>>;
  /** Puts `next` in the place of `before`. False, and nothing changed, if something else stands there by now. */
  swap(
    incident: string,
    channel: PersonalChannel,
    id: string,
    before: Telling | undefined,
    next: Telling,
  ): Promise<boolean>;
}
