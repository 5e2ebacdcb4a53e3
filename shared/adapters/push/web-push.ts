import { createHash } from 'node:crypto';
import { HOUR_MS, SECOND_MS } from '../../core/instant.ts';
import type { Carried, PushKeys, PushTarget, PushWords } from '../../ports/carrier.ts';
import { type Answered, carriedBy, type Verdict } from '../https/carried.ts';
import { callOutside, type Surroundings } from '../https/guarded-call.ts';
import { oneLine } from '../rooms/text.ts';
import { encryptedFor } from './encrypted.ts';
import { vapidHeader } from './vapid.ts';

/** A device that was off for longer is told nothing: the page has it all (docs/rules.md, Push). */
const KEPT_MS = 12 * HOUR_MS;

/** What a notification shows of a text before it cuts it itself. */
const [TITLE, TEXT] = [120, 400];

/**
 * Tells one browser. `Topic` makes the push service drop what it still holds of the same incident, so that a device that
 * was off hears the newest words alone.
 */
export async function carryByPush(
  target: PushTarget,
  words: PushWords,
  keys: PushKeys,
  surroundings?: Surroundings,
): Promise<Carried> {
  let body: Buffer;
  try {
    body = encryptedFor(target, payloadOf(words));
  } catch {
    return { is: 'gone', reason: 'the browser’s keys are none: nothing can be encrypted for it' };
  }
  const headers = {
    'content-type': 'application/octet-stream',
    'content-encoding': 'aes128gcm',
    authorization: vapidHeader(target.endpoint, keys, Date.now()),
    ttl: String(KEPT_MS / SECOND_MS),
    urgency: 'high',
    topic: topicOf(words.incident),
  };
  const result = await callOutside({ url: target.endpoint, body, headers }, surroundings);
  return carriedBy(result, 'the push service', {
    verdict,
    receipt: ({ headers: { location } }) => (location ? location.split('/').at(-1)! : 'accepted'),
  });
}

/** What the service worker shows (`shared/site/push.ts`): a quarter of what a message may hold, whatever the script. */
export const payloadOf = ({ title, text, url, incident, stop }: PushWords): string =>
  JSON.stringify({ title: oneLine(title, TITLE), text: oneLine(text, TEXT), url, tag: incident, stop });

/** At most 32 letters of base64url (RFC 8030), and nothing that names the incident to the push service. */
const topicOf = (incident: string): string => createHash('sha256').update(incident).digest('base64url').slice(0, 32);

/** 404 and 410: the browser has ended it. 413 and the other 4xx: this message, or our key, is refused. */
function verdict({ status }: Answered): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 404 || status === 410) return 'gone';
  if (status === 429 || status === 503) return 'not-now';
  return status >= 300 && status < 500 ? 'refused' : 'unknown';
}
