import { type MailAddress, readMailAddress } from '../../core/subscribers/address.ts';
import { type Choice, EVERYTHING } from '../../core/subscribers/subscriber.ts';
import { ADDRESS_PROBLEMS, FORM_PROBLEMS, STATUSPAGE_PROBLEMS } from '../../wording/follow.ts';
import { HOOK_PROBLEMS } from '../../wording/follow-hooks.ts';
import type { HookAddress } from './hook-wish.ts';
import type { Followable, FormRead } from './read-form.ts';
import { readHook, type Unfit } from './read-hook.ts';

/**
 * What programs that know Statuspage send: `subscriber[email]`, `subscriber[component_ids][]`, `subscriber[incident]`; with
 * `subscriber[endpoint]` that is called, and the mail address is its owner's. `unfit`: undefined where nobody is called.
 */
export function readStatuspageForm(
  body: string,
  followable: Followable,
  unfit: Unfit | undefined,
): Exclude<FormRead, { is: 'program' }> | { is: 'hook'; hook: HookAddress; choice: Choice } {
  const { fields, wrong } = fieldsOf(body);
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
  if (one('phone_number') !== undefined) return problem(STATUSPAGE_PROBLEMS.phone);
  if (wrong !== undefined) return problem(STATUSPAGE_PROBLEMS.noIds(wrong));
  const to = one('endpoint') === undefined ? readMail(typed) : readEndpoint(one('endpoint') ?? '', typed, unfit);
  if ('problem' in to) return problem(to.problem);
  if (incident !== undefined && !followable.open.has(incident)) return problem(FORM_PROBLEMS.over);
  if (incident === undefined && !components.every((id) => followable.components.has(id)))
    return problem(FORM_PROBLEMS.unknownPart);
  return 'kind' in to ? { is: 'hook', hook: to, choice } : { is: 'wish', address: to, choice };
}

function readMail(typed: string): MailAddress | { problem: string } {
  const address = readMailAddress(typed);
  return typeof address === 'string' ? { problem: ADDRESS_PROBLEMS[address] } : address;
}

/** Who knows Statuspage's fields reads its bodies. */
const readEndpoint = (address: string, owner: string, unfit: Unfit | undefined): HookAddress | { problem: string } =>
  unfit === undefined ? { problem: HOOK_PROBLEMS.notHere } : readHook({ address, owner, format: 'statuspage' }, unfit);

/** What says what somebody follows. Without it they would follow everything, so that none is passed over. */
const IDS = ['component_ids', 'components', 'incident', 'incident_id'];

type Fields = { fields: readonly (readonly [name: string, value: string])[]; wrong?: string | undefined };

/** The fields of `subscriber`, as a form or as JSON; what is neither has none. `wrong`: whose ids cannot be read. */
function fieldsOf(body: string): Fields {
  if (!body.trimStart().startsWith('{'))
    return {
      fields: [...new URLSearchParams(body)].map(([name, value]) => [
        name.replace(/^subscriber\[(\w+)\](\[\])?$/, '$1'),
        value,
      ]),
    };
  try {
    const said: unknown = JSON.parse(body);
    const subscriber = isObject(said) && isObject(said.subscriber) ? said.subscriber : said;
    const all = Object.entries(subscriber as object).flatMap(([name, value]) =>
      [value ?? []].flat().map((one: unknown) => [name, one] as const),
    );
    return {
      fields: all.filter((field): field is [string, string] => typeof field[1] === 'string'),
      wrong: all.find(([name, one]) => IDS.includes(name) && typeof one !== 'string')?.[0],
    };
  } catch {
    return { fields: [] };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
