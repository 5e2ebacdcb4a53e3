import { arn } from './arn.ts';
import type { Clock } from './clock.ts';
import type { Gateway } from './gateway.ts';
import { createFunction, type LambdaFunction } from './lambda.ts';
import { invokeAsync, retryDelaysMs } from './lambda-async.ts';
import type { Guard } from './policies.ts';
import { createRightOfWay } from './right-of-way.ts';
import { createSlots } from './slots.ts';
import type { Standstill } from './standstill.ts';
import type { Template } from './template.ts';

export interface Functions {
  readonly all: readonly LambdaFunction[];
  byArn(arn: string): LambdaFunction | undefined;
  byName(nameOrArn: string): LambdaFunction | undefined;
  /** The function whose logical id starts with `prefix`, in any case. Throws unless there is exactly one. */
  byIdPrefix(prefix: string): LambdaFunction;
  /** Asynchronous invocation with retries and dead-letter queue; false if there is no such function. */
  invokeLater(functionArn: string, payload: string, retries: number): boolean;
}

export interface FunctionsParts {
  readonly template: Template;
  readonly gateway: Gateway;
  readonly guard: Guard;
  readonly defaultConcurrency: number;
  /** How many functions of the account may be at work at once; no limit if not said. */
  readonly slots?: number | undefined;
  /** Logical ids, as far as they begin, of functions that others go before. */
  readonly inBackground: readonly string[];
  readonly nearby: string;
  readonly clock: Clock;
  readonly standstill: Standstill;
  sendToQueue(queueArn: string, body: string): void;
  onOutput(functionId: string, text: string): void;
  log(line: Record<string, unknown>): void;
}

/** All functions of the template, each with credentials of its own role. */
export function createFunctions(parts: FunctionsParts): Functions {
  const { template, gateway, guard } = parts;
  const rightOfWay = createRightOfWay();
  const slots = createSlots(parts.slots);
  const all = template.ofType('AWS::Lambda::Function').map((resource) => {
    const role = { kind: 'role', roleArn: resource.properties.Role } as const;
    guard.checkTrust(role.roleArn, 'lambda.amazonaws.com', resource.arn);
    const group = resource.properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.name}`;
    const stream = arn('logs', `log-group:${group}:log-stream:local`);
    const mayLog = ['logs:CreateLogStream', 'logs:PutLogEvents'].every((action) =>
      guard.allows(role, { action, resource: stream }),
    );
    return createFunction(resource, {
      template,
      gatewayUrl: gateway.url,
      credentials: gateway.issueCredentials(role),
      defaultConcurrency: parts.defaultConcurrency,
      inBackground: parts.inBackground.some((prefix) => resource.id.startsWith(prefix)),
      nearby: parts.nearby,
      rightOfWay,
      slots,
      clock: parts.clock,
      standstill: parts.standstill,
      // Without the grant, nothing that the function says would be seen on AWS; the denial says so here.
      onOutput: (text) => mayLog && parts.onOutput(resource.id, text),
    });
  });
  const byArn = (functionArn: string) => all.find(({ resource }) => resource.arn === functionArn);
  const byName = (nameOrArn: string) => all.find(({ resource }) => resource.name === nameOrArn) ?? byArn(nameOrArn);

  return {
    all,
    byArn,
    byName,
    byIdPrefix(prefix) {
      const found = all.filter(({ resource }) => resource.id.toLowerCase().startsWith(prefix.toLowerCase()));
      if (found.length !== 1) throw new Error(`${found.length} functions have an id that starts with ${prefix}`);
      return found[0]!;
    },
    invokeLater(functionArn, payload, retries) {
      const target = byArn(functionArn);
      if (!target) return false;
      const configured = template
        .ofType('AWS::Lambda::EventInvokeConfig')
        .find(({ properties }) => byName(properties.FunctionName) === target)?.properties;
      const deadLetters =
        configured?.DestinationConfig?.OnFailure?.Destination ?? target.resource.properties.DeadLetterConfig?.TargetArn;
      void invokeAsync(target, payload, {
        passable: parts.standstill.passable,
        retries: configured?.MaximumRetryAttempts ?? Math.min(retries, 2),
        retryDelaysMs,
        onGivenUp(event, errorMessage) {
          parts.log({ level: 'ERROR', message: 'an event was given up', function: target.resource.id, errorMessage });
          const role = { kind: 'role', roleArn: target.resource.properties.Role } as const;
          if (deadLetters && guard.allows(role, { action: 'sqs:SendMessage', resource: deadLetters }))
            parts.sendToQueue(deadLetters, event);
        },
      });
      return true;
    },
  };
}
