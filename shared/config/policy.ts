import { MINUTE_MS } from '../core/instant.ts';
import type { Policy } from '../core/policy.ts';
import { componentNames } from './component-names.ts';
import type { Config } from './config-schema.ts';

/** The house's rules as the core wants them: minutes of the config become milliseconds. */
export function policyOf(config: Config): Policy {
  const inMs = (phases: Config['cadence']['major']) => ({
    investigating: phases.investigating * MINUTE_MS,
    identified: phases.identified * MINUTE_MS,
    monitoring: phases.monitoring * MINUTE_MS,
  });
  return {
    cadenceMs: {
      critical: inMs(config.cadence.critical),
      major: inMs(config.cadence.major),
      minor: inMs(config.cadence.minor),
    },
    reminderLeadsMs: config.reminders.leadsMinutes.map((lead) => lead * MINUTE_MS),
    approval: {
      impacts: config.approval.impacts,
      phrases: config.approval.phrases,
      timeoutMs: config.approval.timeoutMinutes * MINUTE_MS,
      onTimeout: config.approval.onTimeout,
    },
    componentNames: componentNames(config),
    people: { machines: config.approval.machines, actors: config.approval.actors },
    duty: config.duty.weekly.map((shift) => ({ ...shift, zone: config.duty.zone ?? config.brand.timeZone })),
  };
}
