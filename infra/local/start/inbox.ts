import type { Subscriber } from '../cloud/sns.ts';
import type { Inbox } from '../world/inbox.ts';
import { messageKinds } from '../world/inbox.ts';

/** Delivers what is published on SNS to the inbox of the world, as a subscribed telephone would get it. */
export function inboxSubscriber(inbox: Inbox): Subscriber {
  return async (topicArn, { message, attributes }) => {
    const kind = messageKinds.find((one) => one === attributes.kind) ?? 'mail';
    const links: string[] = attributes.links ? JSON.parse(attributes.links) : [];
    // The text for mail ends with the links, which the inbox shows by themselves.
    await inbox.receive({
      to: attributes.to ?? topicArn.split(':').at(-1)!,
      kind,
      ...(attributes.incident ? { incident: attributes.incident } : {}),
      ...(attributes.promise ? { promise: attributes.promise } : {}),
      text: withoutLinks(message, links),
      links,
    });
  };
}

/** Each link at the end of a mail is a paragraph, perhaps with words before it that say what it does. */
function withoutLinks(message: string, links: readonly string[]): string {
  const paragraphs = message.split('\n\n');
  while (paragraphs.length > 1 && links.some((link) => paragraphs.at(-1)?.endsWith(link))) paragraphs.pop();
  return paragraphs.join('\n\n');
}
