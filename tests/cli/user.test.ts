import { describe, expect, it } from 'vitest';
import { deployer, OUTPUTS } from './deployer.ts';

async function administrator() {
  const person = await deployer();
  person.aws.stacks.set('eu-west-1/Candor-prod', { outputs: OUTPUTS });
  return person;
}

describe('candor user add', () => {
  it('invites somebody by mail and puts them into their groups; a second time the groups alone', async () => {
    const { candor, aws } = await administrator();
    const first = await candor(
      'user',
      'add',
      'ada',
      '--mail',
      'ada@example.com',
      '--group',
      'administrator',
      'commander',
    );
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('is on its way to ada@example.com') });
    expect(first.out).toContain(`${OUTPUTS.OpsUrl}/console`);
    expect(aws.users.get('ada')).toEqual({ mail: 'ada@example.com', groups: ['administrator', 'commander'] });
    expect((await candor('user', 'add', 'ada', '--mail', 'ada@example.com')).out).toContain('was there already');
  });

  it('refuses a name that colleagues could not read, before anybody is asked', async () => {
    const { candor, aws } = await administrator();
    expect((await candor('user', 'add', 'Ada L.', '--mail', 'ada@example.com')).code).toBe(2);
    expect((await candor('user', 'add', 'ada', '--mail', 'ada')).err).toContain('--mail');
    expect(aws.asked).toEqual([]);
  });

  it('says that these credentials may not', async () => {
    const { candor, aws } = await administrator();
    aws.denied = ['AdminCreateUser'];
    expect(await candor('user', 'add', 'ada', '--mail', 'ada@example.com')).toMatchObject({
      code: 4,
      err: expect.stringContaining('These credentials may not'),
    });
  });
});
