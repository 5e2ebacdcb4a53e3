import { randomUUID } from 'node:crypto';
import { ACCOUNT, lastPart, REGION } from './arn.ts';
import { checkPattern, matchesPattern } from './event-pattern.ts';
import { answerError, answerJson, type Service } from './gateway.ts';
import type { Principal } from './iam.ts';
import type { Guard } from './policies.ts';
import { targetInput } from './target-input.ts';
import type { Properties, Resource, Template } from './template.ts';

/** An entry of `PutEvents`. */
export interface EventEntry {
  readonly Source: string;
  readonly DetailType: string;
  /** JSON text of an object. */
  readonly Detail: string;
  readonly EventBusName?: string;
  readonly Time?: number | string;
  readonly Resources?: readonly string[];
}

export type EntryResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

export interface EventBuses {
  readonly service: Service;
  /** Puts events as an operator with AWS credentials would. They are in the targets' queues when it returns. */
  putEvents(entries: readonly EventEntry[]): EntryResult[];
}

export interface EventBusParts {
  readonly template: Template;
  readonly guard: Guard;
  sendToQueue(queueArn: string, body: string): void;
  /** False if there is no such function. */
  invokeLater(functionArn: string, payload: string, retries: number): boolean;
  log(line: Record<string, unknown>): void;
}

const NOT_YOURS: EntryResult = {
  ErrorCode: 'NotAuthorizedForSourceException',
  ErrorMessage: 'Not authorized for the source.',
};

/** All buses and rules of the template. */
export function createEventBuses(parts: EventBusParts): EventBuses {
  const { template, guard } = parts;
  const buses = new Set(['default', ...template.ofType('AWS::Events::EventBus').map(({ name }) => name)]);
  const rules = template.ofType('AWS::Events::Rule').filter(({ properties }) => properties.State !== 'DISABLED');
  for (const rule of rules) checkRule(rule, template);
  const once = new Set<string>();
  const logOnce = (line: { level: string; message: string; [more: string]: unknown }) => {
    const key = JSON.stringify(line);
    if (!once.has(key)) parts.log(line);
    once.add(key);
  };

  const deliver = (rule: Resource, target: Properties, event: Properties) => {
    const principal: Principal = { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn };
    const input = targetInput(event, target);
    const isQueue = target.Arn.startsWith('arn:aws:sqs:');
    const action = isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
    if (!guard.allows(principal, { action, resource: target.Arn })) {
      parts.log({ level: 'ERROR', message: 'an event was not delivered', rule: rule.id, target: target.Arn });
      const deadLetters = target.DeadLetterConfig?.Arn;
      if (deadLetters && guard.allows(principal, { action: 'sqs:SendMessage', resource: deadLetters })) {
        parts.sendToQueue(deadLetters, JSON.stringify(event));
      }
    } else if (isQueue) {
      parts.sendToQueue(target.Arn, input);
    } else {
      parts.invokeLater(target.Arn, input, target.RetryPolicy?.MaximumRetryAttempts ?? 2);
    }
  };

  const put = (entry: EventEntry): EntryResult => {
    const bus = lastPart(entry.EventBusName ?? 'default');
    const event = eventOf(entry);
    if ('ErrorCode' in event) return event as EntryResult;
    if (!buses.has(bus))
      return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${bus} does not exist.` };
    const ofBus = rules.filter(({ properties }) => lastPart(properties.EventBusName ?? 'default') === bus);
    const matched = ofBus.filter(({ properties }) => matchesPattern(event, properties.EventPattern));
    // AWS drops such an event without a word; here it is mostly a pattern with a mistake.
    if (matched.length === 0) {
      const there = ofBus.map(({ id }) => id).join(', ');
      const message = `no rule matches the event ${entry.DetailType} from ${entry.Source}; there are ${there || 'none'}`;
      logOnce({ level: 'ERROR', message, bus });
    }
    for (const rule of matched) {
      logOnce({ level: 'INFO', message: 'a rule matched', rule: rule.id });
      for (const target of rule.properties.Targets ?? []) deliver(rule, target, event);
    }
    return { EventId: event.id };
  };

  const putEvents = (entries: readonly EventEntry[]) => entries.map(put);
  return {
    putEvents,
    service({ operation, body }, response) {
      if (operation !== 'PutEvents') {
        return answerError(response, 'events', 400, 'UnknownOperationException', `${operation} is not modelled`);
      }
      const { Entries } = JSON.parse(body.toString());
      if (!(Entries?.length >= 1 && Entries.length <= 10)) {
        return answerError(
          response,
          'events',
          400,
          'ValidationException',
          'Entries must have between 1 and 10 elements',
        );
      }
      // AWS keeps these names for its own services, which do not come this way.
      const results = Entries.map((entry: EventEntry) =>
        String(entry.Source).startsWith('aws.') ? NOT_YOURS : put(entry),
      );
      const FailedEntryCount = results.filter((result: EntryResult) => 'ErrorCode' in result).length;
      answerJson(response, { FailedEntryCount, Entries: results });
    },
  };
}

function checkRule({ id, type, properties }: Resource, template: Template): void {
  if (!properties.EventPattern) throw new Error(`${id} (${type}): a rule without EventPattern is not modelled`);
  checkPattern(properties.EventPattern);
  for (const { Arn } of properties.Targets ?? []) {
    const target = template.byArn(Arn);
    if (target?.type !== 'AWS::SQS::Queue' && target?.type !== 'AWS::Lambda::Function') {
      throw new Error(`${id} (${type}): the target ${Arn} is not modelled`);
    }
  }
}

function eventOf(entry: EventEntry): Properties {
  const invalid = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name])
      return invalid('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  let detail: unknown;
  try {
    detail = JSON.parse(entry.Detail);
  } catch {}
  if (detail === null || typeof detail !== 'object' || Array.isArray(detail))
    return invalid('MalformedDetail', 'Detail is malformed.');
  const time =
    entry.Time === undefined ? new Date() : new Date(typeof entry.Time === 'number' ? entry.Time * 1000 : entry.Time);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: ACCOUNT,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: entry.Resources ?? [],
    detail,
  };
}
