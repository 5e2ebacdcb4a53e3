import { arn } from './arn.ts';
import type { Properties, Resource } from './template.ts';

/** What a configuration set tells, and whom. */
export type SesDestination = {
  readonly id: string;
  readonly set: string;
  readonly name: string;
  readonly types: ReadonlySet<string>;
};

export const DEFAULT_BUS = arn('events', 'event-bus/default');

/** CloudFormation writes `deliveryDelay`, the API `DELIVERY_DELAY`. SES takes no bus but the default one. */
export function destinationOf({ id, type, name, properties }: Resource): SesDestination {
  const destination: Properties = properties.EventDestination ?? {};
  const bus = destination.EventBridgeDestination?.EventBusArn;
  if (bus !== DEFAULT_BUS)
    throw new Error(`${id} (${type}): SES sends events to ${DEFAULT_BUS} only, and not to ${bus ?? 'any other place'}`);
  const types: string[] = destination.Enabled === false ? [] : (destination.MatchingEventTypes ?? []);
  return {
    id,
    set: properties.ConfigurationSetName,
    name: destination.Name ?? name,
    types: new Set(types.map((one) => one.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase())),
  };
}
