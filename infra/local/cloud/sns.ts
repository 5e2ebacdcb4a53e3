import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import { ACCOUNT } from './arn.ts';
import type { Clock } from './clock.ts';
import { answerError, type Service } from './gateway.ts';
import type { Attributes } from './sns-filter.ts';
import { createSubscriptions, SnsRefusal, type Subscription, type Subscriptions } from './sns-subscriptions.ts';
import type { Resource, Template } from './template.ts';

export interface Notification {
  readonly subject?: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Whom a mail goes to, and the link at its end that ends the subscription; none where the inbox gets everything. */
  readonly mail?: { readonly to: string; readonly person?: string; readonly unsubscribe?: string };
}

/** Who reads what is published here: on one machine, the inbox. */
export type Subscriber = (topicArn: string, notification: Notification) => void | Promise<void>;

export interface TopicOptions {
  readonly subscriber: Subscriber;
  /** True if the inbox gets everything, as one subscriber without a filter; else only what subscriptions let through. */
  readonly inboxIsSubscribed: boolean;
  /** Where subscriptions are kept. */
  readonly file: string;
  /** Where the links in mails lead. */
  readonly linksAt: string;
  readonly clock: Clock;
}

export interface Topics {
  readonly service: Service;
  /** Answers the links in mails of SNS; false for everything else. A GET does what it does on AWS: it acts. */
  handle(request: http.IncomingMessage, response: http.ServerResponse): boolean;
}

const CONFIRMATION = '/sns/confirmation.html';
const UNSUBSCRIBE = '/sns/unsubscribe.html';

/** How many subscriptions are listed at once. */
const PAGE = 100;

/** The topics of the template, and who has subscribed to them. Mail goes to the inbox, whoever it is for. */
export function createTopics(template: Template, options: TopicOptions): Topics {
  const { subscriber, inboxIsSubscribed, linksAt, clock } = options;
  const topics = template.ofType('AWS::SNS::Topic');
  const subscriptions = createSubscriptions(options.file, clock);

  const publish = async (topicArn: string, input: URLSearchParams): Promise<void> => {
    const message = input.get('Message')!;
    const subject = input.get('Subject');
    const { typed, plain } = attributesOf(input);
    const notification = { ...(subject ? { subject } : {}), message, attributes: plain };
    if (inboxIsSubscribed) await subscriber(topicArn, notification);
    for (const one of subscriptions.receivers(topicArn, message, typed)) {
      const unsubscribe = `${linksAt}${UNSUBSCRIBE}?SubscriptionArn=${encodeURIComponent(one.arn)}&Endpoint=${encodeURIComponent(one.endpoint)}`;
      await subscriber(topicArn, { ...notification, mail: { to: one.endpoint, ...personOf(one), unsubscribe } });
    }
  };

  const service: Service = async ({ operation, body }, response) => {
    const input = new URLSearchParams(body.toString());
    const arn = input.get('TopicArn') ?? topicOf(input.get('SubscriptionArn') ?? '');
    const topic = topics.find((one) => one.arn === arn);
    if (!topic) return answerError(response, 'sns', 404, 'NotFound', 'Topic does not exist');
    try {
      switch (operation) {
        case 'Publish':
          if (!input.get('Message'))
            return answerError(response, 'sns', 400, 'InvalidParameter', 'Invalid parameter: Empty message');
          await publish(topic.arn, input);
          return answerXml(response, operation, `<MessageId>${randomUUID()}</MessageId>`);
        case 'Subscribe': {
          const one = subscriptions.subscribe(
            topic.arn,
            input.get('Protocol') ?? '',
            input.get('Endpoint') ?? '',
            entriesOf(input, 'Attributes'),
          );
          if (!one.confirmed) await subscriber(topic.arn, confirmationOf(one, linksAt));
          const named = input.get('ReturnSubscriptionArn') === 'true' || one.confirmed;
          return answerXml(response, operation, `<SubscriptionArn>${named ? one.arn : PENDING}</SubscriptionArn>`);
        }
        case 'ConfirmSubscription': {
          const authenticated = input.get('AuthenticateOnUnsubscribe') === 'true';
          const { arn: confirmed } = subscriptions.confirm(input.get('Token') ?? '', authenticated);
          return answerXml(response, operation, `<SubscriptionArn>${confirmed}</SubscriptionArn>`);
        }
        case 'Unsubscribe':
          subscriptions.end(input.get('SubscriptionArn') ?? '');
          return answerXml(response, operation, '');
        case 'SetSubscriptionAttributes':
          subscriptions.change(input.get('SubscriptionArn') ?? '', {
            [input.get('AttributeName') ?? '']: input.get('AttributeValue') ?? '',
          });
          return answerXml(response, operation, '');
        case 'GetTopicAttributes': {
          const own = subscriptions.of(topic.arn);
          const entries = Object.entries(topicAttributes(topic, own, inboxIsSubscribed));
          return answerXml(response, operation, `<Attributes>${entries.map(entryXml).join('')}</Attributes>`);
        }
        case 'ListSubscriptionsByTopic': {
          const listed = listedOf(topic, template, subscriptions, inboxIsSubscribed);
          const from = Number(input.get('NextToken') ?? 0);
          const next = from + PAGE < listed.length ? `<NextToken>${from + PAGE}</NextToken>` : '';
          const members = listed
            .slice(from, from + PAGE)
            .map(memberXml)
            .join('');
          return answerXml(response, operation, `<Subscriptions>${members}</Subscriptions>${next}`);
        }
        default:
          return answerError(response, 'sns', 400, 'InvalidAction', `${operation} is not modelled`);
      }
    } catch (error) {
      if (!(error instanceof SnsRefusal)) throw error;
      return answerError(response, 'sns', error.code === 'NotFound' ? 404 : 400, error.code, error.message);
    }
  };

  return {
    service,
    handle(request, response) {
      const url = new URL(request.url ?? '/', linksAt);
      if (url.pathname !== CONFIRMATION && url.pathname !== UNSUBSCRIBE) return false;
      const page = (status: number, text: string) => {
        response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
        return true;
      };
      try {
        if (url.pathname === CONFIRMATION) {
          const { arn } = subscriptions.confirm(url.searchParams.get('Token') ?? '', false);
          return page(200, `Subscription confirmed! Your subscription's id is: ${arn}`);
        }
        subscriptions.end(url.searchParams.get('SubscriptionArn') ?? '', { byVisit: true });
        return page(200, 'Subscription removed!');
      } catch (error) {
        if (!(error instanceof SnsRefusal)) throw error;
        return page(error.code === 'AuthorizationError' ? 403 : 404, error.message);
      }
    },
  };
}

const PENDING = 'PendingConfirmation';

/** The topic that a subscription belongs to: its name, without the last part. */
const topicOf = (subscriptionArn: string): string => subscriptionArn.split(':').slice(0, 6).join(':');

/** Whom a subscription is for, if its filter names one. */
function personOf({ filter }: Subscription): { person?: string } {
  const [person] = filter?.policy.to ?? [];
  return typeof person === 'string' ? { person } : {};
}

/** The mail that SNS sends by itself; whoever opens its link confirms without having proved anything. */
function confirmationOf(one: Subscription, linksAt: string): Notification {
  const query = new URLSearchParams({ TopicArn: one.topicArn, Token: one.token, Endpoint: one.endpoint });
  const link = `${linksAt}${CONFIRMATION}?${query}`;
  return {
    subject: 'AWS Notification - Subscription Confirmation',
    message: `You have chosen to subscribe to the topic: ${one.topicArn}. To confirm this subscription, click or visit the link "Confirm subscription". If this was in error no action is necessary.\n\n${link}`,
    attributes: { links: JSON.stringify([link]) },
    mail: { to: one.endpoint, ...personOf(one) },
  };
}

/** `MessageAttributes.entry.1.Name` and so on: the words by name, and all as text. */
function attributesOf(input: URLSearchParams): { typed: Attributes; plain: Record<string, string> } {
  const typed: Record<string, string | readonly string[]> = {};
  const plain: Record<string, string> = {};
  for (let i = 1; input.has(`MessageAttributes.entry.${i}.Name`); i += 1) {
    const entry = `MessageAttributes.entry.${i}`;
    const name = input.get(`${entry}.Name`)!;
    const value = input.get(`${entry}.Value.StringValue`) ?? '';
    plain[name] = value;
    typed[name] = input.get(`${entry}.Value.DataType`) === 'String.Array' ? JSON.parse(value) : value;
  }
  return { typed, plain };
}

/** `Attributes.entry.1.key` and so on, as a plain object. */
function entriesOf(input: URLSearchParams, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let i = 1; input.has(`${name}.entry.${i}.key`); i += 1)
    found[input.get(`${name}.entry.${i}.key`)!] = input.get(`${name}.entry.${i}.value`) ?? '';
  return found;
}

function topicAttributes(
  { arn, properties }: Resource,
  own: readonly Subscription[],
  inboxIsSubscribed: boolean,
): Record<string, string> {
  const confirmed = own.filter((one) => one.confirmed).length + (inboxIsSubscribed ? 1 : 0);
  return {
    TopicArn: arn,
    DisplayName: properties.DisplayName ?? '',
    Owner: ACCOUNT,
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(own.filter((one) => !one.confirmed).length),
    SubscriptionsDeleted: '0',
  };
}

function listedOf(
  { arn, properties }: Resource,
  template: Template,
  subscriptions: Subscriptions,
  inboxIsSubscribed: boolean,
): Record<string, string>[] {
  const others = template
    .ofType('AWS::SNS::Subscription')
    .filter((subscription) => subscription.properties.TopicArn === arn);
  const declared = [...(properties.Subscription ?? []), ...others.map((subscription) => subscription.properties)];
  const inbox = inboxIsSubscribed ? [{ Protocol: 'application', Endpoint: 'inbox', as: 'inbox' }] : [];
  const named = declared.map(({ Protocol, Endpoint }, index) => ({ Protocol, Endpoint, as: `declared-${index + 1}` }));
  return [
    ...[...inbox, ...named].map(({ Protocol, Endpoint, as }) => ({
      TopicArn: arn,
      Protocol,
      Endpoint,
      Owner: ACCOUNT,
      SubscriptionArn: `${arn}:${as}`,
    })),
    ...subscriptions.of(arn).map((one) => ({
      TopicArn: arn,
      Protocol: one.protocol,
      Endpoint: one.endpoint,
      Owner: ACCOUNT,
      SubscriptionArn: one.confirmed ? one.arn : PENDING,
    })),
  ];
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
