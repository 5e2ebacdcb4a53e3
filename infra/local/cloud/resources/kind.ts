import { createHash } from 'node:crypto';

/** What CloudFormation knows of a resource before its properties are resolved. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** One property, resolved on demand: a rule's ARN holds the name of its bus. */
  property(name: string): unknown;
}

/** How one CloudFormation type is named, referred to, and which of its properties do something here. */
export interface ResourceKind {
  /** The property that gives the physical name; without it the name is made from stack and logical id. */
  readonly nameProperty?: string;
  readonly maxNameLength?: number;
  /** Makes the physical name from stack and logical id where AWS's own has a special form. */
  readonly physicalName?: (stack: string, id: string, property: (name: string) => unknown) => string;
  readonly arn?: (name: string, property: (name: string) => unknown) => string;
  /** What `Ref` gives: the name, if not said otherwise. */
  readonly ref?: (identity: Identity) => string;
  readonly attributes?: Readonly<Record<string, (identity: Identity) => string>>;
  /** Property paths that do here what they do on AWS (`A.B` covers everything below; lists are not part of a path). */
  readonly modelled: readonly string[];
  /** Property paths that are known and do nothing on one machine, each with the reason. */
  readonly withoutEffect: Readonly<Record<string, string>>;
}

/** Reasons that several types share. */
export const because = {
  tags: 'tags serve billing and search',
  encryption: 'everything stays on this machine; there is no key service',
  description: 'a text for people',
  logs: 'logs go to files under the data folder',
  deletion: 'nothing is deployed over what runs here',
  backup: 'the data folder is the backup',
  cost: 'it changes the bill only',
  network: 'everything is on the loopback interface',
} as const;

/** A short, stable stand-in for the random part of names that AWS makes up. */
export function localId(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length);
}
