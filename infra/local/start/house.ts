import { existsSync, writeFileSync } from 'node:fs';
import { reached } from '../../../shared/contract/people-answers.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Notification, Subscriber } from '../cloud/sns.ts';
import { CannotStart } from './options.ts';

/** Who is in the directory under `npm start`: those who can sign in, and who is paged when nobody answers. */
const HOUSE: Readonly<Record<string, readonly string[]>> = {
  commander: ['commander'],
  deputy: ['deputy'],
  approver: ['approver'],
  escalation: ['escalation'],
  desk: ['desk'],
  viewer: [],
};

/**
 * Fills the directory by the calls that an administrator and the owners of the addresses make on AWS, once per data
 * folder: whoever changes it later finds it as they left it. `marker` is the file that remembers.
 */
export function localHouse(marker: string) {
  const asked = new Map<string, (notification: Notification) => void>();
  return {
    /** The same subscriber, but for the mails that ask the owners of these addresses: those are answered here. */
    answering:
      (subscriber: Subscriber): Subscriber =>
      (topicArn, notification) => {
        const answer = asked.get(notification.mail?.to ?? '');
        return answer === undefined ? subscriber(topicArn, notification) : answer(notification);
      },

    async moveIn({ urls, cognito }: Pick<Cloud, 'urls' | 'cognito'>): Promise<void> {
      if (existsSync(marker)) return;
      const token = await cognito.machineToken();
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      // One after the other: side by side each would start a function of its own, and all would wait for that.
      for (const [id, as] of Object.entries(HOUSE)) {
        const mail = `${id}@example.com`;
        const mailed = new Promise<string>((resolve) => {
          asked.set(mail, ({ attributes }) => resolve(JSON.parse(attributes.links ?? '[]')[0] ?? ''));
        });
        const url = `${urls.ops}/v1/people/${id}`;
        const put = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ name: id, as, mail }) });
        if (!put.ok) throw notMovedIn(id, put.status, await put.text());
        const { ask } = (await put.json()) as { ask: { url: string }[] };
        const page = ask[0]?.url;
        if (page !== undefined) await confirmed(id, page, await mailed);
        asked.delete(mail);
      }
      writeFileSync(marker, `${new Date().toISOString()}\n`);
    },
  };
}

async function confirmed(id: string, page: string, link: string): Promise<void> {
  const answer = await fetch(page, { method: 'POST', body: new URLSearchParams({ link }) });
  if (!answer.ok) throw notMovedIn(id, answer.status, await answer.text());
}

const notMovedIn = (id: string, status: number, text: string): CannotStart =>
  new CannotStart(`${id} could not be put into the directory of people: ${status} ${text.slice(0, 400)}`);

/** Why nothing would be said without people at the moment; undefined if somebody would be reached. */
export async function disarmedBecause({ urls, cognito }: Pick<Cloud, 'urls' | 'cognito'>): Promise<string | undefined> {
  const answer = await fetch(`${urls.ops}/v1/people`, {
    headers: { authorization: `Bearer ${await cognito.machineToken()}` },
  });
  const { armed, why } = reached.parse(((await answer.json()) as { reached: unknown }).reached);
  return armed === true ? undefined : (why ?? 'not known');
}
