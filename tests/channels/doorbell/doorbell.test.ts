import { describe, expect, it } from 'vitest';
import { type AlarmReader, READERS } from '../../../shared/contract/alarm-formats.ts';
import { monitored } from '../../api/monitored.ts';

/** A source of alarms that no config of ours knows: a doorbell that says how often it was rung at which door. */
const doorbell: AlarmReader = (body) => {
  const { door, rings } = body as { door: string; rings: number };
  return {
    alarms: [{ check: `${door}-rung`, state: rings > 2 ? 'firing' : 'recovered', labels: { component: door } }],
  };
};

const source = { id: 'porch', format: 'doorbell', rules: [{ when: {}, component: '{component}', impact: 'minor' }] };
const house = () => monitored({ sources: [source], readers: { ...READERS, doorbell } });

describe('a source of alarms in a format of its own', () => {
  it('opens an incident by the rules of the config, as every other does', async () => {
    const { send, open } = house();
    const { body } = await send('porch', { door: 'website', rings: 3 });
    expect(body.taken).toMatchObject([{ component: 'website', result: 'opened' }]);
    expect(await open()).toMatchObject([{ components: [{ id: 'website' }] }]);
  });

  it('opens none while nothing is wrong', async () => {
    const { send, open } = house();
    expect((await send('porch', { door: 'website', rings: 1 })).body.taken).toMatchObject([{ result: 'ignored' }]);
    expect(await open()).toEqual([]);
  });
});
