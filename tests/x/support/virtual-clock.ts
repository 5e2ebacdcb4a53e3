import { instant } from '../../../shared/core/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';

/** Time that moves only when it is told to. */
export class VirtualClock implements Clock {
  ms: number;

  constructor(at = '2026-11-22T10:00:00.000Z') {
    this.ms = Date.parse(at);
  }

  now = () => instant(this.ms);

  pass(ms: number): void {
    this.ms += ms;
  }
}
