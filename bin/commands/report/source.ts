import path from 'node:path';
import { sendPatiently } from '../../../shared/client/send.ts';
import { type PublicRecord, recordsOf, textOf } from '../history/history.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';

/**
 * The public history at a place: a status page whose API is Statuspage's, or a file in any of the forms that can be
 * read. Throws `UsageError` if it is none of these.
 */
export async function historyAt(surroundings: Surroundings, place: string): Promise<PublicRecord[]> {
  if (!/^https?:\/\//i.test(place)) return recordsOf(textOf(path.resolve(surroundings.directory, place), place), place);
  const url = /\.jsonl?$/.test(new URL(place).pathname) ? place : `${place.replace(/\/+$/, '')}/api/v2/incidents.json`;
  const answer = await sendPatiently(surroundings, { attempts: 3 }, url, {});
  if (!answer.ok) throw new UsageError(`${url} answers ${answer.status}; is it a status page with Statuspage's API?`);
  return recordsOf(await answer.text(), url);
}
