import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, constants } from 'node:zlib';
import type { SiteFile } from '../../../shared/ports/site-store.ts';
import { styleHash } from '../../../shared/site/csp.ts';
import { testConfig } from './site.ts';

/** As strict as the response headers that the stack gives every page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${styleHash(testConfig.brand.accent)}`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export type ServedSite = {
  url: string;
  /** What is served from now on. */
  show: (files: readonly SiteFile[]) => void;
  /** Everything that was asked for, in order. */
  requests: string[];
  /** Who answers what is no file of the site, as CloudFront hands it on. */
  handOn: (answer: HandedOn) => void;
  /** From now on nothing answers. */
  die: () => void;
  stop: () => Promise<void>;
};

/** Answers a method and an address with a body, or leaves it to the files. */
export type HandedOn = (
  method: string,
  path: string,
  body: string,
) => Promise<{ status: number; headers: object; body: string }> | undefined;

/** As the edge compresses: fast rather than small. */
const compressed = (body: string): Buffer =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });

/**
 * Rendered files behind a path mapping, an ETag, compression and a Content-Security-Policy, as customers get them; an empty
 * `policy` leaves it out. Answers say what time it is only if `now` (ms since the epoch) does: a reader's clock is set
 * by a test, and corrected by what is said here.
 */
export async function serveSite(
  files: readonly SiteFile[],
  policy: string | undefined = POLICY,
  now?: () => number,
): Promise<ServedSite> {
  let shown = new Map(files.map((file) => [file.key, file]));
  let dead = false;
  const requests: string[] = [];
  let handOn: HandedOn = () => undefined;
  const server = createServer(async (request, response) => {
    response.sendDate = false;
    if (now) response.setHeader('date', new Date(now()).toUTCString());
    const path = new URL(request.url!, 'http://site').pathname;
    requests.push(path);
    if (dead) return void request.socket.destroy();
    const answer = handOn(request.method!, path, request.method === 'POST' ? await text(request) : '');
    if (answer) {
      const { status, headers, body } = await answer;
      return void response.writeHead(status, { ...headers }).end(body);
    }
    const last = path.split('/').at(-1)!;
    const key = last.includes('.') ? path.slice(1) : `${path.slice(1)}/index.html`.replace(/^\//, '');
    const file = shown.get(key);
    if (!file) return void response.writeHead(404).end();
    const etag = `"${createHash('md5').update(file.body).digest('hex')}"`;
    const headers = {
      etag,
      'cache-control': file.cacheControl ?? '',
      ...(policy ? { 'content-security-policy': policy } : {}),
    };
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end();
    const small = /\bbr\b/.test(String(request.headers['accept-encoding']));
    const encoding = small ? { 'content-encoding': 'br' } : {};
    response
      .writeHead(200, { ...headers, ...encoding, 'content-type': file.contentType })
      .end(small ? compressed(file.body) : file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (next) => {
      shown = new Map(next.map((file) => [file.key, file]));
    },
    requests,
    handOn: (next) => {
      handOn = next;
    },
    die: () => {
      dead = true;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
