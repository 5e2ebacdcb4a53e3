import { lastPart } from './arn.ts';
import { type Clock, realClock } from './clock.ts';
import type { Principal } from './iam.ts';
import type { Guard } from './policies.ts';
import type { Resource } from './template.ts';

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export interface ScheduleParts {
  readonly guard: Guard;
  /** Overrides the rate of the template. */
  readonly everyMs?: number;
  readonly clock?: Clock;
  invokeLater(functionArn: string, payload: string, retries: number): boolean;
  sendToQueue(queueArn: string, body: string): void;
  log(line: Record<string, unknown>): void;
}

export interface RunningSchedule {
  readonly id: string;
  /** Runs the target now, besides its schedule. */
  tick(): void;
  stop(): void;
}

/** Runs a schedule: once right away and then at its rate. Throws on an expression that is not a rate. */
export function startSchedule(schedule: Resource, parts: ScheduleParts): RunningSchedule {
  const { id, type, properties } = schedule;
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(properties.ScheduleExpression) ?? [];
  if (!unit)
    throw new Error(
      `${id} (${type}): the property ScheduleExpression ${properties.ScheduleExpression} is not modelled; only rate(...) is`,
    );
  const { Arn, RoleArn, Input = '{}', RetryPolicy } = properties.Target;
  const principal: Principal = { kind: 'role', roleArn: RoleArn };
  parts.guard.checkTrust(RoleArn, 'scheduler.amazonaws.com', schedule.arn);
  const isQueue = Arn.startsWith('arn:aws:sqs:');

  const tick = () => {
    const action = isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
    if (!parts.guard.allows(principal, { action, resource: Arn })) return;
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const input = String(Input)
      .replaceAll('<aws.scheduler.scheduled-time>', now)
      .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
      .replaceAll('<aws.scheduler.attempt-number>', '1');
    if (isQueue) parts.sendToQueue(Arn, input);
    else if (!parts.invokeLater(Arn, input, RetryPolicy?.MaximumRetryAttempts ?? 2)) {
      parts.log({ level: 'ERROR', message: 'a schedule has no such target', schedule: id, target: lastPart(Arn) });
    }
  };

  if (properties.State === 'DISABLED') return { id, tick, stop() {} };
  const { clock = realClock, everyMs = Number(count) * unitMs[unit]! } = parts;
  const stop = clock.every(everyMs, tick);
  tick();
  return { id, tick, stop };
}
