import { GetTopicAttributesCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { MINUTE_MS } from '../../core/instant.ts';
import type { ReminderMessage, ReminderTarget } from '../../ports/reminders.ts';
import { snsReaches } from './sns-reaches.ts';

/** SNS takes a subject of at most 100 characters, ASCII only and without line breaks. */
const LONGEST_SUBJECT = 100;

/** Somebody who has confirmed rarely takes it back; asking once a minute is enough. */
const CONFIRMED_FOR_MS = MINUTE_MS;

export type SnsTarget = {
  sns: SNSClient;
  topicArn: string;
  addressed?: boolean;
  /** Milliseconds that only go forward. */
  elapsedMs?: () => number;
};

/** Reminders by SNS: mail, text message or whatever has subscribed to the topic. */
export function snsTarget({
  sns,
  topicArn,
  addressed = false,
  elapsedMs = () => performance.now(),
}: SnsTarget): ReminderTarget {
  let confirmedUntilMs = Number.NEGATIVE_INFINITY;
  return {
    ...snsReaches(addressed),

    async confirmed() {
      if (elapsedMs() < confirmedUntilMs) return true;
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      const confirmed = Number(Attributes?.SubscriptionsConfirmed ?? 0) > 0;
      if (confirmed) confirmedUntilMs = elapsedMs() + CONFIRMED_FOR_MS;
      return confirmed;
    },

    async send(message) {
      await sns.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subjectLine(message.subject),
          Message: readable(message),
          MessageAttributes: attributesOf({
            kind: message.kind,
            incident: message.incident,
            promise: message.promise,
            to: message.to,
            links: JSON.stringify([...message.links, ...(message.actions ?? []).map(({ url }) => url)]),
          }),
        }),
      );
    },
  };
}

/** The subject as SNS takes it: other letters become their plain form where they have one, else a question mark. */
export function subjectLine(subject: string): string {
  const plain = subject
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  if (plain === '') return 'Candor';
  return plain.length <= LONGEST_SUBJECT ? plain : `${plain.slice(0, LONGEST_SUBJECT - 3).trimEnd()}...`;
}

/** The text as a person reads it in a mail, its links below. */
const readable = ({ text, links, actions = [] }: ReminderMessage): string =>
  [text, ...links, ...actions.map(({ label, url }) => `${label}: ${url}`)].join('\n\n');

function attributesOf(values: Record<string, string | undefined>) {
  const given = Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return Object.fromEntries(given.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]));
}
