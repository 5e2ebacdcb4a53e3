import { onTestFinished } from 'vitest';
import { startWorld } from '../../infra/local/world/world.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { lookAtSite } from '../../shared/app/site/rebuild.ts';
import { config } from '../../shared/config/config.ts';
import { instant } from '../../shared/core/instant.ts';
import type { HouseRole } from '../../shared/core/people/person.ts';
import { givenFolder } from '../infra/world/given-world.ts';
import { deployer, OUTPUTS } from './deployer.ts';
import { OPS, SITE } from './fake-api.ts';

/** What CloudFront sends with every page. */
const SENT = {
  'strict-transport-security': 'max-age=31536000',
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=86400',
};

/**
 * A system that stands on AWS and is well: its stack in the stand-in, its API over memory, its page as CloudFront answers,
 * its account on a simulated X, and the public directories of names. A test makes one thing wrong.
 */
export async function doctored({ config: more = {} }: { config?: object } = {}) {
  const person = await deployer({ config: more, startsAt: new Date().toISOString() });
  const world = await startWorld({ dataDir: givenFolder(), port: 0 });
  onTestFinished(() => world.stop());
  const { aws, api, clock } = person;
  aws.stacks.set('eu-west-1/Candor-prod', {
    outputs: OUTPUTS,
    resources: [
      { id: 'SiteBucket978D4AEB', type: 'AWS::S3::Bucket', physicalId: 'candor-site' },
      { id: 'LookDeadLettersQueue3CD4EE95', type: 'AWS::SQS::Queue', physicalId: 'https://sqs/look-dead' },
    ],
  });
  aws.secrets.set(OUTPUTS.XTokensArn, JSON.stringify(world.xTokens));
  aws.subscriptions = [{ arn: `${OUTPUTS.PeopleTopicArn}:1`, filter: '{"to":["ada"]}', authenticated: 'true' }];
  person.with({
    ...(person.surroundings.env as Record<string, string>),
    CANDOR_OPS_URL: OUTPUTS.OpsUrl,
    CANDOR_SITE_URL: OUTPUTS.SiteUrl,
    CANDOR_SIGN_IN_URL: OUTPUTS.SignInUrl,
    CANDOR_CLIENT_ID: 'local',
    CANDOR_CLIENT_SECRET: 'local',
    CANDOR_X_URL: world.url,
  });
  await api.ports.control.swept(instant(clock.nowMs), { people: { armed: true } });
  await addPerson(person, 'ada', ['commander', 'deputy', 'escalation']);
  await addPerson(person, 'mailbox', ['alarms']);
  const site = memorySiteStore('hash1');
  person.whileWaiting(async () => {
    await lookAtSite({ ...api.ports, site, config, siteUrl: SITE }, 'hash1');
  });

  const dated = (body: string | null, status: number, headers: Record<string, string> = {}) =>
    new Response(body, { status, headers: { date: new Date(clock.nowMs).toUTCString(), ...headers } });
  /** What the page answers to a path, in the place of what CloudFront would. */
  const page = {
    answers: new Map<string, (init: RequestInit) => Response>(),
    headers: { ...SENT } as Record<string, string>,
    aheadMs: 0,
  };
  const directories = {
    ns: new Map<string, string[]>([
      ['example.com', ['ns1.one.test.']],
      ['shop.test', ['ns1.two.test.']],
    ]),
    a: new Map<string, string>([['www.shop.test', '203.0.113.7']]),
    registrars: new Map<string, string>([
      ['example.com', 'First Registrar'],
      ['shop.test', 'Second Registrar'],
    ]),
    regions: [{ ip_prefix: '203.0.113.0/24', region: 'us-east-1', service: 'EC2' }],
    bucket: 403,
  };

  function ofPage(path: string, init: RequestInit): Response {
    const made = page.answers.get(path);
    if (made) return made(init);
    const html = { ...page.headers, 'content-type': 'text/html', 'last-modified': new Date(clock.nowMs).toUTCString() };
    if (init.method === 'OPTIONS') return dated(null, 204, page.headers);
    if (path === '/') {
      const date = new Date(clock.nowMs + page.aheadMs).toUTCString();
      return dated('<!doctype html>', 200, { ...html, date });
    }
    if (path === '/api/v2/components.json')
      return dated(JSON.stringify({ components: [{ id: 'api' }] }), 200, page.headers);
    if (path === '/api/v2/summary.json') return dated('{}', 200, page.headers);
    if (path === '/feed.atom') return dated(`<link href="${OUTPUTS.SiteUrl}/"/>`, 200, page.headers);
    return dated('not found', 404, page.headers);
  }

  person.surroundings.fetch = async (url, init) => {
    const { origin, pathname, hostname, searchParams } = new URL(url);
    if (origin === OUTPUTS.SiteUrl) return ofPage(pathname, init);
    if (url === 'http://status.example.com/') return dated(null, 301, { location: `${OUTPUTS.SiteUrl}/` });
    if (origin === OUTPUTS.SignInUrl || origin === OUTPUTS.OpsUrl) {
      if (pathname === '/console') return dated(null, 303, { location: '/oauth2/authorize' });
      if (pathname.startsWith('/intake')) return dated('{}', 404);
      if (pathname === '/openapi.json') return dated('{}', 200);
      return api.fetch(url.replace(origin, OPS), init);
    }
    if (hostname.endsWith('.amazonaws.com') && pathname === '/index.html') return dated('', directories.bucket);
    if (hostname === 'dns.google') return dated(JSON.stringify(dnsAnswer(directories, searchParams)), 200);
    if (hostname === 'rdap.org') {
      const registrar = directories.registrars.get(pathname.split('/').at(-1) ?? '');
      return registrar === undefined ? dated('', 404) : dated(JSON.stringify(rdap(registrar)), 200);
    }
    if (hostname === 'ip-ranges.amazonaws.com') return dated(JSON.stringify({ prefixes: directories.regions }), 200);
    throw new TypeError(`fetch failed: ${url} is not part of this test`);
  };
  return {
    ...person,
    world,
    page,
    directories,
    /** The lines of one look, by id. */
    async lines(...args: string[]) {
      const { code, out } = await person.candor('doctor', '--json', '--no-canary', ...args);
      const { lines } = JSON.parse(out) as { lines: { id: string; state: string; says: string; run?: string }[] };
      return { code, of: (id: string) => lines.find((line) => line.id === id), all: lines };
    },
  };
}

/** Somebody of the house, reached by a webhook that is theirs, or not said to be. */
export async function addPerson(
  { api, clock }: Pick<Awaited<ReturnType<typeof deployer>>, 'api' | 'clock'>,
  id: string,
  as: readonly HouseRole[],
  confirmed = true,
) {
  const hook = {
    to: `https://hook.example/${id}`,
    asked: 'q',
    ...(confirmed ? { confirmedAt: instant(clock.nowMs) } : {}),
  };
  await api.ports.people.put({ id, name: id, as, addresses: { hook }, version: 1 }, 0);
}

function dnsAnswer({ ns, a }: { ns: Map<string, string[]>; a: Map<string, string> }, asked: URLSearchParams) {
  const name = asked.get('name') ?? '';
  const servers = asked.get('type') === 'NS' ? (ns.get(name) ?? []).map((data) => ({ name, type: 2, data })) : [];
  const address = asked.get('type') === 'A' ? a.get(name) : undefined;
  return { Answer: [...servers, ...(address === undefined ? [] : [{ name, type: 1, data: address }])] };
}

const rdap = (registrar: string) => ({
  entities: [{ roles: ['registrar'], vcardArray: ['vcard', [['fn', {}, 'text', registrar]]] }],
});
