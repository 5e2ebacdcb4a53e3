import { isHere, linksOf } from './links.ts';
import type { Mail } from './mailboxes.ts';

/** One request that a scanner made. `status` 0: nobody answered. */
export type Visit = { method: string; url: string; status: number };

/**
 * What a scanner did: which addresses it visited, what the scripts of their pages made it do, and which it left alone
 * because they lie outside of this machine.
 */
export type Scan = { mails: number; links: number; visits: Visit[]; ran: Visit[]; skipped: string[] };

const MAX_REDIRECTS = 5;
const GIVE_UP_AFTER_MS = 30_000;

/**
 * Visits every link in `mails` once, by HEAD and then by GET, as the scanners of mail providers do before anybody reads a
 * mail. With `scripts` it also does what a browser without a person would: it goes where a page refreshes to, and sends
 * each form of a page whose scripts send one by themselves. It presses nothing.
 */
export async function scan(mails: readonly Mail[], { scripts }: { scripts: boolean }): Promise<Scan> {
  const links = [...new Set(mails.flatMap(linksOf))];
  const found: Scan = { mails: mails.length, links: links.length, visits: [], ran: [], skipped: [] };
  for (const link of links) {
    if (!isHere(link)) {
      found.skipped.push(link);
      continue;
    }
    await visit('HEAD', link, found.visits);
    const page = await visit('GET', link, found.visits);
    if (scripts && page) await run(page, found.ran);
  }
  return found;
}

type Page = { url: string; html: string };

/** Follows redirects as a scanner does, each with a GET or HEAD of its own. Undefined if there is no page. */
async function visit(method: string, link: string, visits: Visit[]): Promise<Page | undefined> {
  let url = link;
  for (let hops = 0; hops <= MAX_REDIRECTS && isHere(url); hops += 1) {
    const answer = await asked(method, url);
    visits.push({ method, url, status: answer?.status ?? 0 });
    const location = answer?.headers.get('location');
    if (answer && answer.status >= 300 && answer.status < 400 && location) {
      await answer.body?.cancel();
      url = new URL(location, url).href;
      continue;
    }
    return answer === undefined ? undefined : { url, html: await answer.text() };
  }
  return undefined;
}

const asked = (method: string, url: string, body?: URLSearchParams): Promise<Response | undefined> =>
  fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(GIVE_UP_AFTER_MS),
    ...(body ? { body } : {}),
  }).catch(() => undefined);

async function run({ url, html }: Page, ran: Visit[]): Promise<void> {
  const refresh = /<meta[^>]+http-equiv\s*=\s*["']?refresh[^>]*url\s*=\s*['"]?([^'">\s]+)/i.exec(html)?.[1];
  if (refresh) await visit('GET', new URL(refresh, url).href, ran);
  if (!(await sendsByItself(url, html))) return;
  for (const form of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)) {
    const [, attributes = '', inside = ''] = form;
    const action = new URL(attributeOf(attributes, 'action') ?? url, url);
    if (!isHere(action.href)) continue;
    const fields = new URLSearchParams(
      [...inside.matchAll(/<(?:input|button)\b([^>]*)>/gi)]
        .map(([, one = '']): [string, string] => [attributeOf(one, 'name') ?? '', attributeOf(one, 'value') ?? ''])
        .filter(([name]) => name !== ''),
    );
    const method = (attributeOf(attributes, 'method') ?? 'get').toUpperCase();
    if (method === 'GET') action.search = fields.toString();
    const answer = await asked(method, action.href, method === 'GET' ? undefined : fields);
    await answer?.body?.cancel();
    ran.push({ method, url: action.href, status: answer?.status ?? 0 });
  }
}

/** True if a script of the page, in it or beside it, sends a form or presses a button. */
async function sendsByItself(url: string, html: string): Promise<boolean> {
  const inline = [...html.matchAll(/<script\b[^>]*>(.*?)<\/script>/gis), ...html.matchAll(/\son\w+\s*=\s*("[^"]*")/gi)];
  const beside = [...html.matchAll(/<script\b([^>]*)>/gi)]
    .map(([, attributes = '']) => attributeOf(attributes, 'src'))
    .filter((src) => src !== undefined)
    .map((src) => new URL(src, url).href)
    .filter(isHere);
  const loaded = await Promise.all(beside.map(async (src) => (await (await asked('GET', src))?.text()) ?? ''));
  return /\.(submit|requestSubmit|click)\s*\(/.test([...inline.map(([, text]) => text), ...loaded].join('\n'));
}

const attributeOf = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i')
    .exec(attributes)
    ?.slice(1)
    .find((value) => value !== undefined)
    ?.replaceAll('&amp;', '&');
