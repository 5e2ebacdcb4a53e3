import type { DeskPorts } from '../../../shared/app/desk/ports.ts';
import type { Answer } from '../../../shared/core/desk/answer.ts';
import { type Instant, plus } from '../../../shared/core/instant.ts';

/** Ways to build the same desk wrongly. A simulation that does not notice them proves nothing. */
export const DESK_VARIANTS = ['as built', 'no put-if-absent', 'no ETag', 'since_id alone'] as const;
export type DeskVariant = (typeof DESK_VARIANTS)[number];

/** The same ports, built so. What is wrong without an ETag lies with whoever answers, and is in the simulation. */
export function deskBuilt(ports: DeskPorts, variant: DeskVariant): DeskPorts {
  const x = ports.sources.x!;
  if (variant === 'no put-if-absent') {
    const { answers } = ports.stores;
    const put = async (answer: Answer) => {
      const there = await answers.one(answer);
      await answers.swap({ ...answer, version: (there?.version ?? 0) + 1 });
      return true;
    };
    return { ...ports, stores: { ...ports.stores, answers: { ...answers, swap: put } } };
  }
  if (variant === 'since_id alone') {
    let newest: Instant | undefined;
    return {
      ...ports,
      sources: {
        x: {
          ...x,
          async since(since, known) {
            const reading = await x.since!(newest === undefined ? since : plus(newest, 1), known);
            if ('heard' in reading)
              newest = [newest, ...reading.heard.map(({ at }) => at)]
                .filter((at) => at !== undefined)
                .toSorted()
                .at(-1);
            return reading;
          },
        },
      },
    };
  }
  return ports;
}
