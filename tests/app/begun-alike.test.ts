import { describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { begunAlike } from '../../shared/app/read-incidents.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { chainOf, incidentOf, opening, TEN_O_CLOCK } from '../support/entries.ts';

const NOW = plus(TEN_O_CLOCK, 5 * MINUTE_MS);
const TEN_MINUTES_MS = 10 * MINUTE_MS;

/** Thirty incidents of the last minutes on the site index, each with words of its own. */
async function storm() {
  const table = memoryTable();
  const log = memoryLog({ table, clock: { now: () => NOW } });
  const siteIndex = memorySiteIndex(table);
  const begun = async (number: number, isShown = true) => {
    const content = { title: `Part ${number} fails`, message: `Number ${number}.` };
    const chain = chainOf(`i${number}`, [opening({ content })], plus(TEN_O_CLOCK, number * 1_000));
    await log.append(chain[0]!, plus(NOW, 20_000));
    if (isShown) await siteIndex.update(publicIncident(incidentOf(chain)));
  };
  for (let number = 0; number < 30; number += 1) await begun(number);
  const loads = vi.spyOn(log, 'load');
  const alike = async (number: number) =>
    (
      await begunAlike({ log, siteIndex }, NOW, TEN_MINUTES_MS, {
        title: `Part ${number} fails`,
        message: `Number ${number}.`,
      })
    ).map(({ id }) => id);
  return { begun, loads, alike };
}

describe('what began lately in the same words', () => {
  it('is found among thirty without reading the other chains', async () => {
    const { alike, loads } = await storm();
    expect(await alike(7)).toEqual(['i7']);
    expect(loads.mock.calls).toEqual([['i7']]);
  });

  it('costs no chain where nothing did', async () => {
    const { alike, loads } = await storm();
    expect(await alike(99)).toEqual([]);
    expect(loads).not.toHaveBeenCalled();
  });

  it('is found also where the site does not show it yet', async () => {
    const { alike, begun } = await storm();
    await begun(40, false);
    expect(await alike(40)).toEqual(['i40']);
  });
});
