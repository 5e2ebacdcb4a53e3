import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import { ACCOUNT } from './arn.ts';
import { answerError, type Service } from './gateway.ts';
import type { Resource, Template } from './template.ts';

export interface Notification {
  readonly subject?: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Who reads what is published here: on one machine, the inbox. */
export type Subscriber = (topicArn: string, notification: Notification) => void | Promise<void>;

/**
 * The topics of the template. Every topic has one confirmed subscriber besides those of the template, because the
 * inbox takes what a person's telephone would get.
 */
export function createTopics(template: Template, subscriber: Subscriber): Service {
  const topics = template.ofType('AWS::SNS::Topic');
  return async ({ operation, body }, response) => {
    const input = new URLSearchParams(body.toString());
    const topic = topics.find(({ arn }) => arn === input.get('TopicArn'));
    if (!topic) return answerError(response, 'sns', 404, 'NotFound', 'Topic does not exist');
    switch (operation) {
      case 'Publish': {
        const message = input.get('Message');
        if (!message) return answerError(response, 'sns', 400, 'InvalidParameter', 'Invalid parameter: Empty message');
        const subject = input.get('Subject');
        await subscriber(topic.arn, { ...(subject ? { subject } : {}), message, attributes: attributesOf(input) });
        return answerXml(response, 'Publish', `<MessageId>${randomUUID()}</MessageId>`);
      }
      case 'GetTopicAttributes':
        return answerXml(
          response,
          operation,
          `<Attributes>${Object.entries(topicAttributes(topic)).map(entryXml).join('')}</Attributes>`,
        );
      case 'ListSubscriptionsByTopic':
        return answerXml(
          response,
          operation,
          `<Subscriptions>${subscriptionsOf(topic, template).map(memberXml).join('')}</Subscriptions>`,
        );
      default:
        return answerError(response, 'sns', 400, 'InvalidAction', `${operation} is not modelled`);
    }
  };
}

/** `MessageAttributes.entry.1.Name` and so on, as a plain object. */
function attributesOf(input: URLSearchParams): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (let i = 1; input.has(`MessageAttributes.entry.${i}.Name`); i += 1) {
    const entry = `MessageAttributes.entry.${i}`;
    attributes[input.get(`${entry}.Name`)!] = input.get(`${entry}.Value.StringValue`) ?? '';
  }
  return attributes;
}

function topicAttributes({ arn, properties }: Resource): Record<string, string> {
  return {
    TopicArn: arn,
    DisplayName: properties.DisplayName ?? '',
    Owner: ACCOUNT,
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
  };
}

function subscriptionsOf({ arn, properties }: Resource, template: Template): Record<string, string>[] {
  const others = template
    .ofType('AWS::SNS::Subscription')
    .filter((subscription) => subscription.properties.TopicArn === arn);
  const declared = [...(properties.Subscription ?? []), ...others.map((subscription) => subscription.properties)];
  const inbox = { Protocol: 'application', Endpoint: 'inbox' };
  return [inbox, ...declared].map(({ Protocol, Endpoint }, index) => ({
    TopicArn: arn,
    Protocol,
    Endpoint,
    Owner: ACCOUNT,
    SubscriptionArn: `${arn}:${index === 0 ? 'inbox' : `declared-${index}`}`,
  }));
}

function answerXml(response: http.ServerResponse, operation: string, result: string): void {
  const body = `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`;
  response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const entryXml = ([key, value]: [string, string]) => `<entry><key>${key}</key><value>${escaped(value)}</value></entry>`;
const memberXml = (fields: Record<string, string>) =>
  `<member>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('')}</member>`;
