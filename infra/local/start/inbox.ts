import type { Notification, Subscriber } from '../cloud/sns.ts';
import type { Inbox } from '../world/inbox.ts';
import { messageKinds } from '../world/inbox.ts';

/** Delivers what SNS sends to the inbox of the world, as a subscribed telephone would get it, under whom it is for. */
export function inboxSubscriber(inbox: Inbox): Subscriber {
  return async (topicArn, notification) => {
    const { message, attributes, mail } = notification;
    const kind = messageKinds.find((one) => one === attributes.kind) ?? 'mail';
    const links: string[] = attributes.links ? JSON.parse(attributes.links) : [];
    // The text for mail ends with the links, which the inbox shows by themselves.
    await inbox.receive({
      to: receiverOf(notification) ?? topicArn.split(':').at(-1)!,
      kind,
      ...(attributes.incident ? { incident: attributes.incident } : {}),
      ...(attributes.promise ? { promise: attributes.promise } : {}),
      text: withoutLinks(message, links),
      links,
      ...(mail?.unsubscribe ? { unsubscribe: mail.unsubscribe } : {}),
    });
  };
}

/** A mail is for whom its subscription lets through, or whose address it goes to; without one, for whom it names. */
const receiverOf = ({ mail, attributes }: Notification): string | undefined =>
  mail?.person ?? mail?.to ?? attributes.to;

/** Each link at the end of a mail is a paragraph, perhaps with words before it that say what it does. */
function withoutLinks(message: string, links: readonly string[]): string {
  const paragraphs = message.split('\n\n');
  while (paragraphs.length > 1 && links.some((link) => paragraphs.at(-1)?.endsWith(link))) paragraphs.pop();
  return paragraphs.join('\n\n');
}
