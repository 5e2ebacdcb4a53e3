import { type Check, elsewhere, green, red, unknown, type Verdict } from '../checks/check.ts';
import { clockAhead, isHere, type System, visit } from './system.ts';

/** X takes no request whose time is more than five minutes wrong, AWS none of fifteen; half a minute is felt by nobody. */
const CLOCKS_APART_MS = 30_000;

const REDEPLOY = 'candor deploy';

/** What has to be true of the status page, seen from outside as a customer sees it. */
export const SITE_CHECKS: readonly Check<System>[] = [
  onSite('page', 'the page answers', async (system, siteUrl) => {
    const answer = await visit(system, `${siteUrl}/`);
    const html = answer.headers.get('content-type') ?? '';
    if (answer.status === 200 && html.startsWith('text/html')) return green(siteUrl);
    return red(
      `${siteUrl}/ answers ${answer.status}. The first sweep draws the page a minute after the first deployment; after that the bucket is empty, or CloudFront may not read it.`,
      'candor rebuild',
    );
  }),
  onSite('headers', 'headers that protect readers', async (system, siteUrl) => {
    const { headers } = await visit(system, `${siteUrl}/`);
    const missing = NEEDED_HEADERS.filter((name) => !headers.has(name));
    return missing.length === 0
      ? green(NEEDED_HEADERS.join(', '))
      : red(`CloudFront does not send ${missing.join(', ')}: the response headers policy is not attached.`, REDEPLOY);
  }),
  onSite('stale-if-error', 'the last good page stays where S3 fails', async (system, siteUrl) => {
    const cached = (await visit(system, `${siteUrl}/`)).headers.get('cache-control') ?? '';
    if (/s-maxage=\d+/.test(cached) && /stale-if-error=\d+/.test(cached))
      return green(`it is asked for (${cached}); that CloudFront keeps to it no call can show`);
    return red(`The page says "${cached}", without s-maxage and stale-if-error.`, 'candor rebuild');
  }),
  onSite('not-found', 'what is not there is answered 404', async (system, siteUrl) => {
    const { status } = await visit(system, `${siteUrl}/no-such-page-${system.session.surroundings.now()}`);
    if (status === 404) return green('with a page of ours');
    return red(
      `A page that is not there is answered ${status}. 403 means that CloudFront may read the bucket and not list it (origin access control).`,
      REDEPLOY,
    );
  }),
  onSite('cors', 'other pages may read the documents', async (system, siteUrl) => {
    const url = `${siteUrl}/api/v2/summary.json`;
    const origin = { origin: 'https://product.example.com' };
    const [plain, asked] = await Promise.all([
      visit(system, url, { headers: origin }),
      visit(system, url, {
        method: 'OPTIONS',
        headers: {
          ...origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'if-none-match',
        },
      }),
    ]);
    if (plain.headers.get('access-control-allow-origin') !== '*')
      return red('A browser of another page may not read /api/v2/summary.json.', REDEPLOY);
    if (asked.status >= 300)
      return red(`OPTIONS is answered ${asked.status}: a browser that sends If-None-Match fails.`, REDEPLOY);
    return green('GET and OPTIONS');
  }),
  onSite('https', 'http leads to https', async (system, siteUrl) => {
    if (isHere(siteUrl)) return elsewhere('on one machine there is no https');
    const answer = await visit(system, `${siteUrl.replace(/^https:/, 'http:')}/`);
    const to = answer.headers.get('location') ?? '';
    return [301, 307, 308].includes(answer.status) && to.startsWith('https:')
      ? green(`${answer.status} to ${to}`)
      : red(`http is answered ${answer.status}, and not with the way to https.`, REDEPLOY);
  }),
  onSite('bucket', 'the bucket is read by CloudFront alone', async (system) => {
    if (system.aws === undefined) return elsewhere('AWS is not asked');
    const { on, resources } = system.aws;
    const bucket = (await resources()).find(({ type, id }) => type === 'AWS::S3::Bucket' && id.startsWith('Site'));
    if (bucket === undefined) return unknown('The stack has no bucket of the site.');
    const url = `https://${bucket.physicalId}.s3.${on.region}.amazonaws.com/index.html`;
    const { status } = await visit(system, url);
    return status === 403
      ? green(`asked directly, ${bucket.physicalId} answers 403`)
      : red(`${url} answers ${status}: whoever knows the name of the bucket reads past CloudFront.`, REDEPLOY);
  }),
  onSite('names', 'links say the name of the config', async (system, siteUrl) => {
    const site = system.aws?.on.stage.domain?.site;
    if (site === undefined) return elsewhere('the config gives the page no name of its own');
    const wanted = `https://${site}`;
    const answer = await visit(system, `${wanted}/feed.atom`);
    if (answer.status !== 200)
      return red(
        `${wanted}/ answers ${answer.status}. Its DNS record has to lead to the distribution; the stack's outputs name it.`,
        `dig +short ${site}`,
      );
    const body = await answer.text();
    return body.includes(wanted)
      ? green(siteUrl)
      : red(
          `${wanted} answers, and its feed says another name: what was drawn before has the old one.`,
          'candor rebuild',
        );
  }),
  onSite('clock', 'this machine’s clock and CloudFront’s', async (system, siteUrl) => {
    const ahead = clockAhead(await visit(system, `${siteUrl}/`), system.session.surroundings.now());
    return clocks(ahead);
  }),
];

const NEEDED_HEADERS = [
  'strict-transport-security',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'x-frame-options',
];

/** How far two clocks are apart. */
export function clocks(aheadMs: number | undefined): Verdict {
  if (aheadMs === undefined) return unknown('The answer has no time.');
  const apart = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= CLOCKS_APART_MS) return green(apart === 0 ? 'the same' : `${apart} s apart`);
  return red(
    `They are ${apart} s apart, and this machine is the likelier one to be wrong.`,
    'timedatectl set-ntp true',
  );
}

function onSite(id: string, what: string, look: (system: System, siteUrl: string) => Promise<Verdict>): Check<System> {
  return {
    id: `site-${id}`,
    what,
    look: async (system) => {
      if (system.siteUrl === undefined)
        return unknown('Where the page is is not known: set CANDOR_SITE_URL, or a profile’s siteUrl.');
      return look(system, system.siteUrl).catch((error: Error) => noAnswer(error));
    },
  };
}

/** Nobody answered at all. */
export function noAnswer(error: Error): Verdict {
  const { code, message = '' } = (error.cause ?? {}) as { code?: string; message?: string };
  const words = [error.message, code ?? message].filter((part) => part !== '').join(': ');
  if (/CERT|SSL|TLS/.test(`${code} ${message}`))
    return red(`The certificate does not fit the name: ${words}. It has to name it and lie in us-east-1.`, REDEPLOY);
  if (code === 'ENOTFOUND') return red(`There is no DNS record of that name yet: ${words}.`, 'candor deploy --dry-run');
  return red(`It does not answer: ${words}.`);
}
