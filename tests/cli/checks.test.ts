import { describe, expect, it } from 'vitest';
import { type AwsAccount, awsAccount } from '../../bin/commands/aws/account.ts';
import { awsSettings } from '../../bin/commands/aws/settings.ts';
import { otherRegions } from '../../bin/commands/aws/stage.ts';
import { ACCOUNT_CHECKS } from '../../bin/commands/checks/account.ts';
import { linesText, looked, tally } from '../../bin/commands/checks/check.ts';
import { config } from '../../shared/config/config.ts';
import { deployer } from './deployer.ts';

describe('a line of a check', () => {
  it('is not good when nobody could tell, and says why', async () => {
    const checks = [
      { id: 'a', what: 'a thing', look: async () => ({ state: 'green', says: 'there' }) as const },
      { id: 'b', what: 'another', look: () => Promise.reject(new Error('the service is away')) },
    ];
    const lines = await looked('things', checks, {});
    expect(lines.map(({ state }) => state)).toEqual(['green', 'unknown']);
    expect(linesText(lines)).toBe('things\nok  a thing: there\n ?  another\n      Error: the service is away');
    expect(tally(lines)).toBe('1 in order, 0 not, 1 not known.');
  });
});

describe('mail to strangers', () => {
  const lineFor = async (mailsStrangers: boolean) => {
    const person = await deployer();
    person.aws.mailsStrangers = mailsStrangers;
    const account: AwsAccount = awsAccount(awsSettings(person.surroundings.env, 'eu-west-1', person.home));
    const context = {
      account,
      // The channel is not shipped in every release; the line is ready for it.
      config: { ...config, channels: ['mail'] as never },
      env: {},
      otherRegions: [],
      stack: async () => undefined,
    };
    const lines = await looked('the account', ACCOUNT_CHECKS, context, 'eu-west-1');
    return lines.find(({ id }) => id === 'mail');
  };

  it('is asked for by name while SES is in its sandbox', async () => {
    expect(await lineFor(false)).toMatchObject({
      state: 'red',
      says: expect.stringContaining('sandbox'),
      run: expect.stringContaining('aws sesv2 put-account-details --production-access-enabled'),
    });
    expect(await lineFor(true)).toMatchObject({ state: 'green' });
  });
});

describe('the slots of a new account', () => {
  it('are too few where the config names more channels than they carry', async () => {
    const person = await deployer();
    person.aws.concurrency = 10;
    const context = {
      account: awsAccount(awsSettings(person.surroundings.env, 'eu-west-1', person.home)),
      config: { ...config, channels: ['x', 'x', 'x'] as never },
      env: {},
      otherRegions: [],
      stack: async () => undefined,
    };
    const lines = await looked('the account', ACCOUNT_CHECKS, context, 'eu-west-1');
    expect(lines.find(({ id }) => id === 'concurrency')).toMatchObject({
      state: 'red',
      says: expect.stringContaining('name fewer channels'),
    });
  });
});

describe('the regions of a stage', () => {
  it('are its own, its standby’s, and us-east-1 while AWS makes its certificate', () => {
    const domain = { site: 'status.shop.test' };
    expect(otherRegions({ region: 'eu-west-1' }, 'eu-west-1')).toEqual([]);
    expect(otherRegions({ region: 'eu-west-1', standby: 'eu-central-1', domain }, 'eu-west-1')).toEqual([
      'eu-central-1',
      'us-east-1',
    ]);
    expect(otherRegions({ region: 'us-east-1', domain }, 'us-east-1')).toEqual([]);
    const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
    expect(otherRegions({ region: 'eu-west-1', domain: { ...domain, certificate } }, 'eu-west-1')).toEqual([]);
  });
});
