import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import { durationFor } from '../../bin/commands/mail/records.ts';
import { sesAccounts } from '../../shared/adapters/ses/mail-account.ts';
import { config } from '../../shared/config/config.ts';
import { NEW_ACCOUNT, terminal } from './terminal.ts';

const READY = {
  ...NEW_ACCOUNT,
  identity: { verified: true, tokens: ['t1', 't2', 't3'], mailFrom: { domain: 'mail.example.com', isReady: true } },
  perSecond: 14,
  perDay: 50_000,
  sentToday: 120,
  sandbox: false,
  plan: 'NONE' as const,
};

describe('candor mail connect', () => {
  it('prints every record to copy, and what a new account lacks, with what to do', async () => {
    const { candor } = terminal();
    const { code, out } = await candor('mail', 'connect', 'Status.Example.com');
    expect(code).toBe(1);
    for (const line of [
      't2._domainkey.status.example.com  CNAME  t2.dkim.amazonses.com',
      '_dmarc.status.example.com  TXT  "v=DMARC1; p=none; rua=mailto:dmarc@status.example.com"',
      'bounce.status.example.com  MX  10 feedback-smtp.eu-central-1.amazonses.com',
      'bounce.status.example.com  TXT  "v=spf1 include:amazonses.com ~all"',
      'put-email-identity-mail-from-attributes',
      'status.example.com is not verified: set the three DKIM records',
      'in the sandbox',
      'put-account-details --production-access-enabled',
      'put-account-pricing-attributes --plan NONE',
    ])
      expect(out).toContain(line);
  });

  it('says what the rate means for those who are there and for 100,000, and what it costs', async () => {
    const { candor, mail, api } = terminal();
    mail.account = READY;
    await api.ports.subscribers.put(
      {
        id: '0'.repeat(20),
        kind: 'mail',
        address: 'jo@example.com',
        state: 'confirmed',
        choice: { level: 'all', minImpact: 'none', maintenance: true },
        consent: { at: '2026-11-20T10:00:00.000Z', how: 'form', words: '1' },
        version: 1,
      },
      0,
    );
    const { code, out } = await candor('mail', 'connect', 'example.com');
    expect(code).toBe(0);
    expect(out).toContain('Rate: 14 a second, 50,000 a day (120 used).');
    expect(out).toContain('1 person who follows by mail now: the last one is told after 1 s');
    expect(out).toContain('100,000 people: the last one is told after 2 h 0 min, and only 50,000 of them in a day');
    expect(out).toContain('à la carte, $0.10 for 1,000');
    expect(out).toContain('candor mail arm example.com');
    expect(JSON.parse((await candor('mail', 'connect', 'example.com', '--json')).out)).toMatchObject({
      missing: [],
      people: 1,
    });
  });

  it('takes the domain of the config’s sender, if none is named', async () => {
    const { out } = await terminal().candor('mail', 'connect');
    expect(out).toContain(`Records of ${/@([\w.-]+)/.exec(config.mail!.from)![1]}`);
  });

  it('says how to ask SES where it does not answer, and what a domain is', async () => {
    const { candor, surroundings } = terminal();
    surroundings.mailAccounts.read = () => Promise.reject(new Error('Could not load credentials'));
    expect(await candor('mail', 'connect', 'example.com')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Set AWS_PROFILE and AWS_REGION'),
    });
    expect((await candor('mail', 'connect', 'status@example.com')).code).toBe(2);
  });
});

describe('candor mail arm', () => {
  it.each([
    ['an unverified domain', { identity: { verified: false, tokens: [] } }, 'is not verified'],
    ['a domain that is not known', { identity: undefined }, 'knows nothing of example.com'],
    ['the sandbox', { sandbox: true }, 'in the sandbox'],
    ['sending that is switched off', { sendingEnabled: false }, 'put-account-sending-attributes'],
    [
      'an account that was stopped',
      { enforcement: 'SHUTDOWN' as const, sendingEnabled: false },
      'has stopped the account',
    ],
  ])('says that %s stands in the way, and switches nothing', async (_what, change, why) => {
    const { candor, mail, api } = terminal();
    mail.account = Object.assign({ ...READY }, change);
    const { code, out } = await candor('mail', 'arm', 'example.com');
    expect([code, out]).toEqual([1, expect.stringMatching(new RegExp(`^Not armed:\\n.*${why}`, 's'))]);
    expect(api.received.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('arms the channel once nothing does', async () => {
    const { candor, mail, api } = terminal();
    mail.account = READY;
    api.ports.channels.push({ ...api.ports.channels[0]!, is: { ...api.ports.channels[0]!.is, name: 'mail' } } as never);
    const { code, out } = await candor('mail', 'arm', 'example.com');
    expect([code, out]).toEqual([0, expect.stringContaining('Armed: whoever follows by mail')]);
    expect(await api.ports.control.read()).toMatchObject({ channels: { mail: 'live' } });
  });
});

describe('how long it takes to tell everybody', () => {
  it.each([
    [0, 14, '0 s'],
    [14, 14, '1 s'],
    [840, 14, '1 min'],
    [100_000, 14, '2 h 0 min'],
    [100_000, 500, '4 min'],
    [5, 0, 'never: nothing is sent'],
  ])('%d at %d a second: %s', (people, rate, words) => {
    expect(durationFor(people, rate)).toBe(words);
  });
});

describe('the account at SES', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** SES's control calls, with the answers that are handed in by path. */
  async function sesWith(answers: Readonly<Record<string, [status: number, body: object, type?: string]>>) {
    server = createServer((request, response) => {
      const [status, body, type] = answers[request.url ?? ''] ?? [404, { message: 'none' }, 'NotFoundException'];
      response.writeHead(status, { 'content-type': 'application/json', ...(type ? { 'x-amzn-errortype': type } : {}) });
      response.end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server!.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    return sesAccounts(new SESv2Client({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 }));
  }

  it('is read as SES answers, and what it does not say is not taken for good', async () => {
    const accounts = await sesWith({
      '/v2/email/account': [
        200,
        {
          SendQuota: { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: 3 },
          ProductionAccessEnabled: true,
          SendingEnabled: true,
          EnforcementStatus: 'HEALTHY',
          PricingAttributes: { CurrentPlan: 'ESSENTIALS' },
        },
      ],
      '/v2/email/identities/example.com': [
        200,
        {
          VerifiedForSendingStatus: true,
          DkimAttributes: { Tokens: ['a', 'b', 'c'] },
          MailFromAttributes: {
            MailFromDomain: 'bounce.example.com',
            MailFromDomainStatus: 'PENDING',
            BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
          },
        },
      ],
    });
    expect(await accounts.read('example.com')).toEqual({
      region: 'eu-west-1',
      domain: 'example.com',
      identity: { verified: true, tokens: ['a', 'b', 'c'], mailFrom: { domain: 'bounce.example.com', isReady: false } },
      perSecond: 14,
      perDay: 50_000,
      sentToday: 3,
      sandbox: false,
      sendingEnabled: true,
      enforcement: 'HEALTHY',
      plan: 'ESSENTIALS',
    });
    const silent = await sesWith({ '/v2/email/account': [200, {}] });
    const account = await silent.read('example.com');
    expect(account).toMatchObject({ perSecond: 0, sandbox: true, sendingEnabled: false, enforcement: 'PROBATION' });
    expect(account).not.toHaveProperty('identity');
  });
});
