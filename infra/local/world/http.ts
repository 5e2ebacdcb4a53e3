import type { IncomingMessage, ServerResponse } from 'node:http';
import { refreshHash } from './pages/layout.ts';

/** A request that this side cannot take, and the status that says so. */
export class Refused extends Error {
  readonly status: number;
  readonly errors: readonly { field: string; reason: string }[];

  constructor(status: number, detail: string, errors: readonly { field: string; reason: string }[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

const MAX_BODY_BYTES = 256 * 1024;

/** The whole body; throws 413 above 256 KB. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refused(413, `the body is larger than ${MAX_BODY_BYTES / 1024} KB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same as text. */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8');

/** The body as a JSON object; throws 400 for anything else. */
export async function readObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await readBody(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(400, 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused(400, 'the body is not a JSON object');
  }
  return value as Record<string, unknown>;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** Answers with an RFC 9457 problem document. */
export function sendProblem(response: ServerResponse, refused: Refused): void {
  const { status, message: detail, errors } = refused;
  response.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  const title = titles[status] ?? 'Error';
  response.end(JSON.stringify({ type: 'about:blank', title, status, detail, ...(errors.length > 0 && { errors }) }));
}

/** A page. Nothing in it may come from elsewhere, and nothing but our own refresh script may run. */
export function sendPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src ${refreshHash}; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  });
  response.end(page);
}

/** The HTML of a mail, in which nothing may run and for which nothing is loaded, wherever it is shown. */
export function sendMailHtml(response: ServerResponse, html: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'`,
  });
  response.end(html);
}

/** Sends a person back to a page after a form did its work. */
export function seeOther(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}
