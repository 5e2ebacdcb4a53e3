import { heldKeyOf } from '../ports/held-alarms.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { takeAlarms } from './take-alarm.ts';

/** Takes the held alarms whose time has come. One that fails waits for the next run. */
export async function takeHeld(ports: AlarmPorts): Promise<void> {
  for (const held of await ports.heldAlarms.due(ports.clock.now())) {
    const { source, alarm, opening } = held;
    const [taken] = await takeAlarms(ports, source, [{ alarm, opening }], true);
    if (taken?.result === 'failed') continue;
    const why = await ports.heldAlarms.release(heldKeyOf(held), 'taken', ports.clock.now());
    // It cleared while it was taken, and that was noted nowhere.
    if (why === 'cleared') await takeAlarms(ports, source, [{ alarm: { ...alarm, state: 'recovered' }, opening }]);
  }
}
