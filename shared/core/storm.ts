import type { Alarm } from './alarm.ts';

/** So many alarms of one body are answered one by one; more wait in a queue (docs/rules.md, Alarms). */
export const ANSWERED_AT_ONCE = 20;

/** What one message of the queue holds at most, of the 256 KB that SQS takes (docs/rules.md, Alarms). */
const PART_ALARMS = 50;
export const PART_BYTES = 200 * 1024;

/** Alarms of one component, in the order in which they came. */
export type StormPart = { component: string; alarms: readonly Alarm[] };

/**
 * The alarms of a storm in parts that a message can hold: each about one component, so that whoever works it off reads
 * one incident once. `atOnce`: those that are too large for any message.
 */
export function partsOf(alarms: readonly { alarm: Alarm; component: string }[]): {
  parts: StormPart[];
  atOnce: StormPart[];
} {
  const parts: StormPart[] = [];
  const atOnce: StormPart[] = [];
  for (const [component, group] of Map.groupBy(alarms, (one) => one.component)) {
    let [part, bytes]: [Alarm[], number] = [[], 0];
    for (const { alarm } of group) {
      const more = Buffer.byteLength(JSON.stringify(alarm));
      if (more > PART_BYTES) {
        atOnce.push({ component, alarms: [alarm] });
        continue;
      }
      if (part.length === PART_ALARMS || bytes + more > PART_BYTES) {
        parts.push({ component, alarms: part });
        [part, bytes] = [[], 0];
      }
      part.push(alarm);
      bytes += more;
    }
    if (part.length > 0) parts.push({ component, alarms: part });
  }
  return { parts, atOnce };
}
