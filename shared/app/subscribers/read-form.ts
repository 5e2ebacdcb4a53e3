import { IMPACTS, type Impact } from '../../core/entry.ts';
import { type MailAddress, readMailAddress } from '../../core/subscribers/address.ts';
import { FILLED_IN_AT_LEAST_MS } from '../../core/subscribers/sign-up-limits.ts';
import { type Choice, EVERYTHING, LEVELS, type Level } from '../../core/subscribers/subscriber.ts';
import { isZone } from '../../core/wall-time.ts';
import { FIELDS } from '../../site/follow/fields.ts';
import { ADDRESS_PROBLEMS, FORM_PROBLEMS } from '../../wording/follow.ts';

/** What there is to follow. `open`: ids of incidents of which something may still be said. */
export type Followable = { components: ReadonlySet<string>; open: ReadonlySet<string> };

/** What somebody filled in. `problem`: what is wrong with it, for them. */
export type FormRead =
  | { is: 'wish'; address: MailAddress; choice: Choice; zone?: string }
  /** No person fills in a form like this: it is answered like any other, and nothing is done. */
  | { is: 'program' }
  | { is: 'problem'; problem: string; address: string; choice: Choice };

/** Reads the form with which somebody follows. */
export function readFollowForm(form: URLSearchParams, followable: Followable): FormRead {
  if (isByProgram(form)) return { is: 'program' };
  const typed = form.get(FIELDS.address) ?? '';
  const read = readChoice(form, followable);
  const problem = (words: string): FormRead => ({ is: 'problem', problem: words, address: typed, choice: read.choice });
  const address = readMailAddress(typed);
  if (typeof address === 'string') return problem(ADDRESS_PROBLEMS[address]);
  if ('problem' in read) return problem(read.problem);
  return { is: 'wish', address, choice: read.choice, ...zoneIn(form) };
}

/** True of a form that no person filled in: with the field that none sees, or faster than anybody types. */
export function isByProgram(form: URLSearchParams): boolean {
  const took = form.get(FIELDS.took);
  return Boolean(form.get(FIELDS.trap)) || Boolean(took && Number(took) < FILLED_IN_AT_LEAST_MS);
}

/** What somebody chooses, as far as it can be understood, and what is wrong with it. What is left out is as in `EVERYTHING`. */
export function readChoice(
  form: URLSearchParams,
  followable: Followable,
): { choice: Choice } | { choice: Choice; problem: string } {
  const level = form.get(FIELDS.level) ?? EVERYTHING.level;
  const impact = form.get(FIELDS.impact) ?? EVERYTHING.minImpact;
  const choice: Choice = {
    ...subjectOf(form),
    level: isLevel(level) ? level : EVERYTHING.level,
    minImpact: isImpact(impact) ? impact : EVERYTHING.minImpact,
    // A box that is not ticked is not sent: it is a no only in a form that has it.
    maintenance: form.has(FIELDS.level) ? form.has(FIELDS.maintenance) : EVERYTHING.maintenance,
  };
  if (!isLevel(level)) return { choice, problem: FORM_PROBLEMS.level };
  if (!isImpact(impact)) return { choice, problem: FORM_PROBLEMS.impact };
  if (choice.incident !== undefined)
    return followable.open.has(choice.incident) ? { choice } : { choice, problem: FORM_PROBLEMS.over };
  if (choice.components?.length === 0) return { choice, problem: FORM_PROBLEMS.noParts };
  const isKnown = choice.components?.every((id) => followable.components.has(id)) ?? true;
  return isKnown ? { choice } : { choice, problem: FORM_PROBLEMS.unknownPart };
}

/** Which incidents it is about. Without a word about that, what is named. */
function subjectOf(form: URLSearchParams): Pick<Choice, 'incident' | 'components'> {
  const incident = form.get(FIELDS.incident) ?? '';
  const components = [...new Set(form.getAll(FIELDS.component))].toSorted();
  const about = form.get(FIELDS.about) ?? (incident ? 'incident' : components.length > 0 ? 'components' : 'all');
  if (about === 'incident') return { incident };
  return about === 'components' ? { components } : {};
}

const isLevel = (text: string): text is Level => (LEVELS as readonly string[]).includes(text);
const isImpact = (text: string): text is Impact => (IMPACTS as readonly string[]).includes(text);

/** The zone that a browser or a person says; one that nobody knows is as none. */
export function zoneIn(form: URLSearchParams): { zone?: string } {
  const zone = form.get(FIELDS.zone)?.trim() ?? '';
  return zone !== '' && isZone(zone) ? { zone } : {};
}
