import type { DutyPorts } from '../app/people/say-on-duty.ts';
import { type EventPorts, type StatusChangeEvent, takeStatusChange } from '../app/take-event.ts';
import { takeOnDuty } from '../app/take-on-duty.ts';
import { type AlarmEvent, type IntakePorts, takeAlarmEvent } from './intake-route.ts';
import { logger } from './logger.ts';

export type EventTakenPorts = EventPorts & IntakePorts & DutyPorts;

/** What changes a status, and who is on duty; any other event is an alarm of a source that the config names. */
const STATUS_CHANGE = 'candor.status-change';
const ON_DUTY = 'candor.on-duty';

/** Takes one event of the bus. Rejects if it cannot be: its queue brings it again. */
export async function takeEvent(ports: EventTakenPorts, body: string): Promise<void> {
  const event = JSON.parse(body) as StatusChangeEvent & AlarmEvent;
  if (event['detail-type'] === ON_DUTY) {
    const duties = await takeOnDuty(ports, event);
    logger.info('who is on duty came by event', { event: event.id, source: event.source, duties });
    return;
  }
  if (event['detail-type'] !== undefined && event['detail-type'] !== STATUS_CHANGE) {
    await takeAlarmEvent(ports, event);
    return;
  }
  const result = await takeStatusChange(ports, event);
  logger.info('a status change came by event', { event: event.id, source: event.source, result: result.type });
  if (result.type === 'added' && result.findings.length > 0) {
    // By their rules alone: findings quote, and a log line outlives a redaction.
    const rules = [...new Set(result.findings.map(({ rule }) => rule))];
    logger.warn('its text would have been questioned', { event: event.id, rules });
  }
}
