import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployer, OUTPUTS } from './deployer.ts';

const PLACES = '.config/candor/places.json';

// What it puts up, and how it gets into the log, is tried on the local cloud: tests/local/emergency.test.ts.
describe('candor emergency', () => {
  it.each([
    [['emergency'], 'what do customers read?'],
    [['emergency', 'x'.repeat(5_001)], 'the text has 5001 letters'],
    [['emergency', 'Down.', '--component', 'moon=major_outage'], '--component moon=major_outage: write ID=STATUS'],
    [['emergency', 'Down.', '--component', 'api=broken'], 'one of operational'],
    [['emergency', 'Down.', '--bucket', 'page'], '--bucket and --site belong together'],
    [
      ['emergency', 'Down.', '--bucket', 'page', '--site', 'https://s.test', '--standby', 'copy'],
      'write REGION/BUCKET',
    ],
  ])('%s is refused before anything is asked for', async (args, says) => {
    const person = await deployer();
    const { code, err } = await person.candor(...args);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    expect(person.aws.asked.filter((one) => one.startsWith('s3:'))).toEqual([]);
  });

  it('shows what customers will read, and puts up nothing that nobody agreed to', async () => {
    const person = await deployer();
    const args = ['emergency', 'All is down.', '--bucket', 'page', '--site', 'https://status.shop.test'];
    const { out, err } = await person.candor(...args);
    expect(err).toContain(
      'At https://status.shop.test, in the place of the front page:\n  Major outage\n  All is down.',
    );
    expect(out).toBe('Nothing was changed.');
    expect(person.aws.asked.filter((one) => one.startsWith('s3:'))).toEqual([]);
  });

  it('knows from the deployment where page and standby lie, so that nothing else has to answer', async () => {
    const person = await deployer();
    person.cdk.outputs = {
      ...OUTPUTS,
      SiteBucketName: 'shop-site',
      StandbyBucketName: 'shop-standby',
      StandbyRegion: 'eu-central-1',
    };
    await person.candor('deploy', '--yes');
    expect(JSON.parse(readFileSync(path.join(person.home, PLACES), 'utf8'))).toEqual({
      prod: {
        siteUrl: OUTPUTS.SiteUrl,
        site: { region: 'eu-west-1', bucket: 'shop-site' },
        standby: { region: 'eu-central-1', bucket: 'shop-standby' },
      },
    });
    const asked = person.aws.asked.length;
    await person.candor('emergency', 'All is down.');
    expect(person.aws.asked.length).toBe(asked);
  });

  it('on another machine asks the stack, and says what to name where that does not tell either', async () => {
    const person = await deployer();
    person.aws.stacks.set('eu-west-1/Candor-prod', { outputs: OUTPUTS });
    expect((await person.candor('emergency', 'All is down.')).err).toContain(
      'Name the buckets: --bucket NAME --site URL',
    );
  });

  it('that finds neither bucket says so, and where else to speak', async () => {
    const person = await deployer();
    const args = ['emergency', 'All is down.', '--yes', '--bucket', 'page', '--site', 'https://status.shop.test'];
    const { code, err } = await person.candor(...args, '--standby', 'eu-central-1/copy');
    expect(code).toBe(1);
    expect(err).toContain('page in eu-west-1 does not take it');
    expect(err).toContain('copy in eu-central-1 does not take it');
    expect(err).toContain('It is nowhere.');
  });
});
