import { parseMoment } from '../contract/moment.ts';
import { parseBody } from '../contract/parse.ts';
import { dutyBody } from '../contract/people-schemas.ts';
import { plainParts } from '../core/hidden-characters.ts';
import type { Duty } from '../core/people/person.ts';
import { type DutyPorts, sayOnDuty } from './people/say-on-duty.ts';

/** A `candor.on-duty` event of the bus: the pager changed hands. */
export type OnDutyEvent = { source: string; detail: unknown };

/**
 * Keeps who the pager says is on duty; an event that comes twice says the same again. Answers with the duties. Throws a
 * `Problem` where it cannot be kept, as for somebody who is not in the directory: the queue keeps the event.
 */
export async function takeOnDuty(ports: DutyPorts, { source, detail }: OnDutyEvent): Promise<readonly Duty[]> {
  const { people, as, until } = parseBody(dutyBody, plainParts(detail).value);
  const end = until === undefined ? undefined : parseMoment('until', until, ports.clock.now());
  return sayOnDuty(ports, { people, as, until: end }, `event:${source}`);
}
