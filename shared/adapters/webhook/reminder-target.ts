import type { ReminderMessage, ReminderTarget } from '../../ports/reminders.ts';

/** Slack answers in well under a second; a far side that takes longer must not hold up the other targets. */
export const TIMEOUT_MS = 5_000;

export type WebhookTarget = {
  url: string;
  /** True if one person reads it, who has confirmed it; else it is a room. */
  personal?: boolean;
  timeoutMs?: number;
};

/**
 * Reminders by webhook: a body that Slack and its many imitators show as a message, and beside it under `candor` the
 * same in fields for whoever parses it. Whoever put the URL into the config has confirmed it, or its owner has.
 */
export function webhookTarget({ url, personal = false, timeoutMs = TIMEOUT_MS }: WebhookTarget): ReminderTarget {
  const { host } = new URL(url);
  return {
    name: `webhook ${host}`,
    personal,
    confirmed: async () => true,
    async send(message) {
      const answer = await posted(url, JSON.stringify(slackBody(message)), timeoutMs, host);
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the webhook at ${host} answered ${answer.status}`);
    },
  };
}

/** One attempt with a hard end. The URL is a secret (whoever knows it can post), so errors name only its host. */
async function posted(url: string, body: string, timeoutMs: number, host: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new Error(`the webhook at ${host} did not answer`, { cause });
  }
}

/** A title may hold `<!channel>`, which would wake a whole room: Slack takes these three letters as its own. */
const plain = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const slackBody = ({ kind, incident, promise, to, subject, text, links, actions = [] }: ReminderMessage) => ({
  text: [
    `*${plain(subject)}*`,
    plain(text),
    ...links,
    ...actions.map(({ label, url }) => `${plain(label)}: ${url}`),
  ].join('\n'),
  candor: { kind, incident, promise, to, subject, text, links: [...links, ...actions.map(({ url }) => url)] },
});
