import { describe, expect, it } from 'vitest';
import { instant } from '../../shared/core/instant.ts';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';
import { OUTPUTS } from './deployer.ts';
import { addPerson, doctored } from './doctored.ts';
import { terminal } from './terminal.ts';

const PRODUCT = ['--product', 'https://www.shop.test'];

describe('candor doctor', () => {
  it('finds everything in order where it is, and says of what nobody can see from outside that it is not known', async () => {
    const { candor } = await doctored();
    const { code, out } = await candor('doctor', '--no-canary', ...PRODUCT);
    expect(out).not.toMatch(/^NO /m);
    expect(code).toBe(0);
    expect(out.match(/^ \? {2}.*/gm)).toEqual([' ?  the tokens may post', ' ?  another account than the product’s']);
    expect(out).toContain('ok  the bucket is read by CloudFront alone: asked directly, candor-site answers 403');
    expect(out.trim().split('\n').at(-1)).toMatch(
      // Of each network that the config does not name neither how it runs nor whose the account is.
      new RegExp(`^\\d+ in order, 0 not, 2 not known, ${2 + 2 * KEYED_CHANNELS.length} no question here\\.$`),
    );
  });

  // Each assumption, broken once: the line that turns, what it says, and the command that mends it.
  type Broken = Awaited<ReturnType<typeof doctored>>;
  it.each<[string, (broken: Broken) => unknown, string, RegExp]>([
    ['concurrency', ({ aws }) => (aws.concurrency = 10), '10 functions at once', /^aws service-quotas request/],
    ['cloudfront', ({ aws }) => (aws.unverified = true), 'not verified this account', /support/],
    ['bootstrap', ({ aws }) => aws.bootstrap.clear(), 'none in eu-west-1', /^npx cdk bootstrap/],
    ['stack-protection', ({ aws }) => (standing(aws).protected = false), 'is off', /update-termination-protection/],
    [
      'stack-stack',
      ({ aws }) => (standing(aws).status = 'UPDATE_ROLLBACK_COMPLETE'),
      'UPDATE_ROLLBACK_COMPLETE',
      /describe-stack-events/,
    ],
    [
      'stack-dead-letters',
      ({ aws }) => aws.deadLetters.set('https://sqs/look-dead', 2),
      '2 in LookDeadLetters',
      /receive-message/,
    ],
    [
      'site-page',
      ({ page }) => page.answers.set('/', () => new Response('', { status: 403 })),
      'answers 403',
      /candor rebuild/,
    ],
    [
      'site-headers',
      ({ page }) => delete page.headers['content-security-policy'],
      'content-security-policy',
      /candor deploy/,
    ],
    ['site-stale-if-error', ({ page }) => (page.headers['cache-control'] = 'no-store'), 'no-store', /candor rebuild/],
    [
      'site-cors',
      ({ page }) =>
        page.answers.set(
          '/api/v2/summary.json',
          ({ method }) => new Response('', { status: method === 'OPTIONS' ? 403 : 200, headers: page.headers }),
        ),
      'OPTIONS is answered 403',
      /candor deploy/,
    ],
    ['site-bucket', ({ directories }) => (directories.bucket = 200), 'reads past CloudFront', /candor deploy/],
    ['site-clock', ({ page }) => (page.aheadMs = 120_000), ' s apart, and this machine', /set-ntp/],
    [
      'ops-frozen',
      ({ api }) => api.ports.control.freeze({ since: '2026-11-22T10:00:00.000Z', reason: 'why not', by: 'ada' }),
      'why not',
      /candor release/,
    ],
    [
      'ops-by-hand',
      ({ api, clock }) =>
        api.ports.control.swept(instant(clock.nowMs + 1), {
          people: { armed: true },
          byHand: { incident: 'e1', since: '2026-11-22T10:00:00.000Z' },
        }),
      'put up by hand',
      /candor emergency --release/,
    ],
    [
      'ops-desk',
      async ({ api }) => {
        const { desk } = api.ports;
        Object.assign(desk, { sources: { x: { source: 'x' } } });
        const { version } = await desk.stores.account('x').read();
        const unreadable = { since: '2026-11-22T10:00:00.000Z', reason: 'X answers 503' };
        await desk.stores.account('x').swap(version, { unreadable });
      },
      'X answers 503',
      /candor desk/,
    ],
    ['ops-sweep', ({ clock }) => (clock.nowMs += 600_000), '10 minutes ago', /scheduler/],
    [
      'ops-token',
      ({ surroundings, with: use }) =>
        use({ ...(surroundings.env as Record<string, string>), CANDOR_CLIENT_SECRET: 'old' }),
      'not known there',
      /candor deploy/,
    ],
    [
      'people-confirmed',
      (one) => addPerson(one, 'bob', ['deputy'], false),
      'bob by hook',
      /candor people ask bob hook/,
    ],
    ['people-filters', ({ aws }) => (aws.subscriptions[0]!.filter = ''), 'no filter on "to"', /sns unsubscribe/],
    [
      'people-filters',
      ({ aws }) => (aws.subscriptions[0]!.authenticated = 'false'),
      'opened by a scanner',
      /candor people ask/,
    ],
    ['x-tokens', ({ aws }) => aws.secrets.set(OUTPUTS.XTokensArn, '{}'), 'no account is connected', /candor x connect/],
    [
      'x-tokens',
      ({ aws, world }) =>
        aws.secrets.set(OUTPUTS.XTokensArn, JSON.stringify({ ...world.xTokens, accessSecret: 'other' })),
      'X does not know these tokens',
      /candor x connect/,
    ],
    [
      'domain-zone',
      ({ directories }) =>
        directories.ns.delete('shop.test') &&
        directories.ns.set('test', ['ns']) &&
        directories.ns.delete('example.com'),
      'Nobody says',
      /^$/,
    ],
    [
      'domain-registrar',
      ({ directories }) => directories.registrars.set('shop.test', 'First Registrar'),
      'First Registrar',
      /registrar/,
    ],
    [
      'domain-region',
      ({ directories }) => (directories.regions[0]!.region = 'eu-west-1'),
      'both stand in eu-west-1',
      /candor init --region/,
    ],
  ])('says of %s what is wrong and what mends it', async (id, broken, says, run) => {
    const house = await doctored();
    await broken(house);
    const { of, code } = await house.lines(...PRODUCT);
    const line = of(id)!;
    expect(line.says).toContain(says);
    expect(line.run ?? '').toMatch(run);
    // What could not be asked is not known, and no reason to call the whole ill.
    expect([line.state, code]).toEqual(line.run === undefined ? ['unknown', 0] : ['red', 1]);
  });

  it('sees names that are shared with the product', async () => {
    const { lines } = await doctored();
    const { of } = await lines('--product', 'www.example.com');
    expect(of('domain-zone')).toMatchObject({ state: 'red', says: expect.stringContaining('are both in example.com') });
  });

  it('looks at what is on this machine too, and says of AWS that it is no question there', async () => {
    const { candor, surroundings } = terminal(new Date().toISOString());
    const { fetch } = surroundings;
    surroundings.fetch = async (url, init) =>
      url === 'http://localhost:4310/'
        ? new Response('', { status: 200, headers: { 'content-type': 'text/html' } })
        : fetch(url, init);
    const { code, out } = await candor('doctor', '--no-canary');
    expect(code).toBe(1);
    expect(out).toContain('everything runs on this machine; AWS is not asked');
    expect(out).toMatch(/^NO {2}commander, deputy and escalation are reached/m);
    expect(out).not.toContain('credentials');
  });

  it('says without credentials what is missing, and looks at all that needs none', async () => {
    const house = await doctored();
    house.aws.credentials = 'expired';
    const { of, code } = await house.lines();
    expect(code).toBe(1);
    expect(of('credentials')).toMatchObject({ state: 'red', run: 'aws sso login' });
    expect(of('site-page')).toMatchObject({ state: 'green' });
    expect(of('ops-read')).toMatchObject({ state: 'green' });
  });
});

describe('the canary', () => {
  it('asks before each of its two acts, hides what it says, and sees what is drawn', async () => {
    const { candor, answering, questions, api } = await doctored();
    answering(() => 'y');
    const { out } = await candor('doctor');
    expect(questions).toHaveLength(2);
    expect(out).toContain('ok  a statement is taken, kept, and hidden as a drill');
    expect(out).toContain('ok  what is drawn reaches the page');
    const incident = await api.incidentOf(api.ids[0] ?? '');
    expect(incident).toMatchObject({ handling: 'drill', phase: 'resolved' });
  });

  it('does nothing that nobody agreed to, and does not call that good', async () => {
    const { candor, api } = await doctored();
    const { out } = await candor('doctor');
    expect(out).toMatch(/ \? {2}a statement is taken[\s\S]*as nobody agreed/);
    expect(api.ids).toEqual([]);
  });

  it('cries out where a drill can be read', async () => {
    const { candor, answering, api, surroundings } = await doctored();
    answering((question) => (question.includes('drill') ? 'y' : 'n'));
    const { fetch } = surroundings;
    surroundings.fetch = async (url, init) =>
      url.startsWith(`${OUTPUTS.SiteUrl}/incidents/`) ? new Response('leaked', { status: 200 }) : fetch(url, init);
    const { code, out } = await candor('doctor');
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`/incidents/${api.ids[0]} (200), where nobody may see it`);
  });
});

const standing = (aws: Awaited<ReturnType<typeof doctored>>['aws']) => aws.stacks.get('eu-west-1/Candor-prod')!;
