import * as z from 'zod';
import type { Alarm, AlarmMap, AlarmState } from '../../core/alarm.ts';
import { parseBody } from '../parse.ts';
import { invalid } from '../problem.ts';
import { type Alarms, id, labels, labelsOf, link, NOTHING, present, text, type Unread } from './fields.ts';

const ours = z
  .strictObject({
    id,
    outage: text,
    state: z.enum(['firing', 'recovered', 'no-data']).nullish(),
    labels,
    link,
  })
  .transform(({ id: check, outage, state, labels: said, link: more }) => ({
    check,
    state: state ?? ('firing' as const),
    labels: said,
    ...present({ outage: outage || undefined, link: more }),
  }));

/** Anything that can send JSON of our own making. */
export const generic = (body: unknown): Alarms => ({ alarms: [parseBody(ours, body)] });

/** Anything that sends JSON of its own: the config says where in it what stands. */
export function mapped(body: unknown, map: AlarmMap | undefined): Alarms {
  if (map === undefined) throw new Error('a source of format "mapped" has no map');
  const found = map.each === undefined ? body : valueAt(body, map.each);
  const parts = Array.isArray(found) ? found : found === undefined ? [] : [found];
  if (parts.length === 0) return NOTHING;
  const alarms: Alarm[] = [];
  const unread: Unread[] = [];
  for (const [index, part] of parts.entries()) {
    const one = mappedOne(part, map);
    if (one === 'unnamed') unread.push({ at: placeOf(map, index), reason: `${map.check} is missing` });
    else if (one !== 'other news') alarms.push(one);
  }
  if (alarms.length === 0 && unread.length > 0)
    throw invalid([{ field: map.check, reason: 'is missing, and names what was checked' }]);
  return { alarms, unread };
}

const placeOf = ({ each = '' }: AlarmMap, index: number): string => `${each}[${index}]`;

function mappedOne(part: unknown, map: AlarmMap): Alarm | 'other news' | 'unnamed' {
  const textAt = (path: string | undefined) => (path === undefined ? undefined : text.parse(valueAt(part, path)));
  const said = textAt(map.state)?.toLowerCase();
  const state = (['firing', 'recovered', 'no-data'] as const).find((one) =>
    valuesOf(map, one).some((value) => value.toLowerCase() === said),
  );
  // What is neither is news about something else.
  if (state === undefined) return 'other news';
  const check = textAt(map.check);
  if (check === undefined || check === '') return 'unnamed';
  const named = Object.entries(map.labels).map(([name, path]) => [name, textAt(path)] as const);
  const more = link.parse(textAt(map.link));
  return {
    check,
    state,
    labels: labelsOf(Object.fromEntries(named)),
    ...present({ outage: textAt(map.outage) || undefined, link: more }),
  };
}

const valuesOf = (map: AlarmMap, state: AlarmState): readonly string[] =>
  state === 'no-data' ? map.noData : map[state];

/** What stands at `data.checks[0].name` or `data.checks.0.name`; undefined where there is nothing. */
const valueAt = (body: unknown, path: string): unknown =>
  path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '')
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      body,
    );
