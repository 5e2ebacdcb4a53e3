import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const LEFT = 'We wait for a restore of the index. It is slow.';

async function opened(...more: string[]) {
  const all = terminal();
  const said = ['-i', 'major', '-c', 'website=major_outage', '-m', 'Logins fail.', '--if-late', LEFT];
  await all.candor('open', 'Logins fail', ...said, ...more);
  return all;
}

describe('candor show', () => {
  it('says what goes out if nobody speaks, when, and with the words that were left for it', async () => {
    const { candor } = await opened();
    const { out } = await candor('show');
    expect(out).toContain('If nobody speaks, this goes out at 10:16:30 UTC (in 16 min');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`in case we were late: “${LEFT}”`);
  });

  it('says why nothing does, and what a person may post', async () => {
    const { candor, api, clock } = await opened();
    await api.ports.control.freeze({ since: '2026-11-22T10:00:00.000Z', reason: 'a test', by: 'ada' });
    clock.nowMs += 20 * 60_000;
    const { out } = await candor('show');
    expect(out).toContain('Nothing goes out by itself (frozen).');
    expect(out).toMatch(/What you may post:\s+At 10:00 UTC we promised an update by 10:15 UTC/);
  });
});
