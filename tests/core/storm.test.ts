import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Alarm } from '../../shared/core/alarm.ts';
import { partsOf } from '../../shared/core/storm.ts';

const anyAlarm = fc.record({
  component: fc.constantFrom('api', 'website', 'database'),
  size: fc.oneof(fc.nat(500), fc.constantFrom(70_000, 199_000, 300_000)),
});

it('intake: a storm is cut into parts of one component that a message can hold, in order, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(anyAlarm, { maxLength: 400 }), (wishes) => {
      const alarms = wishes.map(({ component, size }, index) => ({
        component,
        alarm: { check: `${index}`, state: 'firing', labels: { text: 'ü'.repeat(size / 2) } } satisfies Alarm,
      }));
      const { parts, atOnce } = partsOf(alarms);
      for (const part of parts) {
        expect(part.alarms.length).toBeGreaterThan(0);
        expect(part.alarms.length).toBeLessThanOrEqual(50);
        expect(Buffer.byteLength(JSON.stringify(part.alarms))).toBeLessThan(256 * 1024);
      }
      for (const component of ['api', 'website', 'database']) {
        const its = (of: readonly { component: string; alarms: readonly Alarm[] }[]) =>
          of.filter((part) => part.component === component).flatMap((part) => part.alarms);
        const wanted = alarms.filter((one) => one.component === component).map(({ alarm }) => alarm);
        const large = new Set(its(atOnce));
        expect(its(parts)).toEqual(wanted.filter((one) => !large.has(one)));
        expect(its(atOnce)).toEqual(wanted.filter((one) => Buffer.byteLength(JSON.stringify(one)) > 200 * 1024));
      }
    }),
    { numRuns: 40, seed: 20261130 },
  );
});
