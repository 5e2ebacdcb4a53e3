import type { ApiEtaAdvice, ApiIncident, Preview } from '../client/types.ts';
import type { Config } from '../config/config-schema.ts';
import type { Policy } from '../core/policy.ts';
import type { Look } from './moments.ts';

/** What a form is about, and when and where it is filled in. */
export type FormContext = Look & {
  config: Config;
  policy: Policy;
  /** What is spoken about; none while it is being opened. */
  incident: ApiIncident | undefined;
  /** Which state of it the form relies on. */
  etag: string | undefined;
  /** Which state it is in now; the same as `etag` unless something was said since. */
  current: string | undefined;
  /** True of a text that is kept for later: the spans that were chosen count from when it is posted. */
  later?: boolean;
  /** Number of the entry that the act is about. */
  seq: number | undefined;
  /** What else is open, for an act that names a second one. */
  others: readonly ApiIncident[];
  preview: Preview | undefined;
  advice: ApiEtaAdvice | undefined;
  /** Of a form that ends an incident: how many were answered at the desk and how they can be told, in words. */
  answered?: string | undefined;
};

/** The same for an act on an incident that was read. */
export type FormContextOf = FormContext & { incident: ApiIncident };

/** The names of what an incident affects, as customers know them. */
export const affectedNames = (config: Config, ids: readonly string[]): string[] =>
  config.components.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
