import type { FieldError, Finding } from '../client/types.ts';

/** What a form holds: what was typed, what is wrong with it, and what the rules say about its words. */
export type Filled = {
  /** Makes the ids of its fields unique on the page. */
  form: string;
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
  findings: readonly Finding[];
  /** Ids of the rules that its author has ticked off. */
  override: readonly string[];
};

/** Something wrong with a field. `choices` are what may have been meant: one tap takes one. */
export type FormError = FieldError & { choices?: readonly { label: string; value: string }[] };

export const emptyForm = (form: string, values: Filled['values'] = {}): Filled => ({
  form,
  values,
  errors: [],
  findings: [],
  override: [],
});
