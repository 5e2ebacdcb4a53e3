import { type LambdaFunction, THROTTLED } from './lambda.ts';

export interface AsyncPolicy {
  /** How often a failed event is tried again; Lambda's default is 2. */
  readonly retries: number;
  /** Waits before retry 1, 2, ...; the last one repeats. */
  readonly retryDelaysMs: readonly number[];
  /** Resolves once an event may be handed over. */
  passable(): Promise<void>;
  /** Takes the event and the last error once the retries are used up. */
  onGivenUp(payload: string, errorMessage: string): void;
}

/** AWS waits one and two minutes; nobody at a terminal does. */
export const retryDelaysMs = [1_000, 2_000] as const;

/** Hands an event over as Lambda's asynchronous invocation does: the caller hears nothing of what becomes of it. */
export async function invokeAsync(target: LambdaFunction, payload: string, policy: AsyncPolicy): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    await policy.passable();
    let outcome = await target.invoke(payload);
    // What finds no slot waits inside of Lambda, and counts as no attempt.
    while (!outcome.ok && outcome.errorType === THROTTLED) {
      await later(policy.retryDelaysMs[0] ?? 0);
      outcome = await target.invoke(payload);
    }
    if (outcome.ok || outcome.errorType === 'Stopped') return;
    if (attempt >= policy.retries) return policy.onGivenUp(payload, outcome.errorMessage);
    const delayMs = policy.retryDelaysMs[Math.min(attempt, policy.retryDelaysMs.length - 1)] ?? 0;
    await later(delayMs);
  }
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
