import { onTestFinished, vi } from 'vitest';

/** The deadline of every call from now to the end of the test: it passes when the test says so, and not by the clock. */
export function deadlineInHand(): { passes(): void } {
  const deadline = new AbortController();
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
  onTestFinished(() => timeout.mockRestore());
  return { passes: () => deadline.abort(new DOMException('The deadline has passed', 'TimeoutError')) };
}
