import { readMailAddress } from '../../core/subscribers/address.ts';
import { EVERYTHING } from '../../core/subscribers/subscriber.ts';
import { ADDRESS_PROBLEMS, FORM_PROBLEMS, STATUSPAGE_PROBLEMS } from '../../wording/follow.ts';
import type { Followable, FormRead } from './read-form.ts';

/** What programs that know Statuspage send: `subscriber[email]`, `subscriber[component_ids][]`, `subscriber[incident]`. */
export function readStatuspageForm(body: string, followable: Followable): Exclude<FormRead, { is: 'program' }> {
  const fields = fieldsOf(body);
  const one = (name: string): string | undefined => fields.find(([field]) => field === name)?.[1];
  const all = (name: string): string[] => fields.filter(([field]) => field === name).map(([, value]) => value);
  const typed = one('email') ?? '';
  const incident = one('incident') ?? one('incident_id');
  const components = [...new Set([...all('component_ids'), ...all('components')])].toSorted();
  const choice = {
    ...EVERYTHING,
    ...(incident === undefined ? {} : { incident }),
    ...(incident === undefined && components.length > 0 ? { components } : {}),
  };
  const problem = (words: string) => ({ is: 'problem', problem: words, address: typed, choice }) as const;
  if (one('endpoint') !== undefined) return problem(STATUSPAGE_PROBLEMS.endpoint);
  if (one('phone_number') !== undefined) return problem(STATUSPAGE_PROBLEMS.phone);
  const address = readMailAddress(typed);
  if (typeof address === 'string') return problem(ADDRESS_PROBLEMS[address]);
  if (incident !== undefined && !followable.open.has(incident)) return problem(FORM_PROBLEMS.over);
  if (incident === undefined && !components.every((id) => followable.components.has(id)))
    return problem(FORM_PROBLEMS.unknownPart);
  return { is: 'wish', address, choice };
}

/** The fields of `subscriber`, as a form or as JSON. What is neither has none. */
function fieldsOf(body: string): (readonly [name: string, value: string])[] {
  if (!body.trimStart().startsWith('{'))
    return [...new URLSearchParams(body)].map(([name, value]) => [
      name.replace(/^subscriber\[(\w+)\](\[\])?$/, '$1'),
      value,
    ]);
  try {
    const said: unknown = JSON.parse(body);
    const subscriber = isObject(said) && isObject(said.subscriber) ? said.subscriber : said;
    return Object.entries(subscriber as object).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter((one) => typeof one === 'string')
        .map((one) => [name, one] as const),
    );
  } catch {
    return [];
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
