import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { type Part, partOf } from '../hosts.ts';
import { Refused, readBytes, readObject, sendJson } from '../http.ts';
import { parsed } from '../parsed.ts';
import { isForSupport } from '../people/support.ts';
import { type OutsideAnswer, refusalOf, saying, takenBy } from './answers.ts';
import { Browsers, pushRefusal } from './browsers.ts';
import { OutsideFaults, outsideFaultSchema, planOf } from './faults.ts';
import type { OutsideCall, Receivers } from './receivers.ts';

/** What the ticket system of the house makes of a call. */
export type SupportTaken = (headers: IncomingHttpHeaders, body: string) => Promise<{ status: number; body: string }>;

const settingSchema = z.strictObject({
  name: z.string().min(1),
  secret: z.string().startsWith('whsec_').optional(),
  publicKey: z.string().startsWith('whpk_').optional(),
});

/**
 * Whoever outside may be told something by the house: rooms and push services under their own hosts, webhooks at
 * `/hooks/{name}` under any host kept for examples or the world's own. True if the request was for one of them, or looks
 * behind their scenes at `/sim/hooks`.
 */
export function outsideRoutes(receivers: Receivers, clockMs: () => number, support: SupportTaken) {
  const faults = new OutsideFaults(clockMs);
  const browsers = new Browsers();

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const [, first, second, third] = url.pathname.split('/');
    if (first === 'sim' && second === 'hooks') return behindTheScenes(request, response, url, third);
    if (isForSupport(request.headers.host, url.pathname) && request.method === 'POST') {
      send(request, response, await toSupport(request));
      return true;
    }
    const part = partOf(request.headers.host) ?? (first === 'hooks' ? 'hooks' : undefined);
    if (part === undefined || request.method !== 'POST') return false;
    // What is not signed is a reminder for the inbox of the house, in the shape of Slack.
    if (part === 'hooks' && request.headers['webhook-id'] === undefined) return false;
    send(request, response, await answered(request, url, part));
    return true;
  };

  async function answered(
    request: IncomingMessage,
    url: URL,
    part: Part,
  ): Promise<OutsideAnswer | 'nothing' | 'never'> {
    const bytes = await readBytes(request);
    const name = nameOf(part, url);
    const fault = faults.strike([part, name]);
    const plan = fault && planOf(fault.fault);
    const read = part === 'push' ? browsers.read(name, bytes) : jsonOf(bytes);
    const refusal = refusedBy(part, name, request, bytes, read);
    const isTaken = (plan === undefined || plan.taken) && refusal === undefined;
    const taken = isTaken ? await receivers.take(callOf(part, name, request, url, bytes, read)) : undefined;
    if (plan?.arrives !== undefined) return plan.arrives;
    if (plan?.status !== undefined) return saying(part, plan.status, fault?.ms ?? 2_000);
    if (refusal !== undefined) return refusal;
    return echoed(read) ?? takenBy(part, taken!.id, url);
  }

  /** The ticket system of the house; faults hit it at `support`. */
  async function toSupport(request: IncomingMessage): Promise<OutsideAnswer | 'nothing' | 'never'> {
    const body = (await readBytes(request)).toString('utf8');
    const fault = faults.strike(['support']);
    const plan = fault && planOf(fault.fault);
    const taken = plan === undefined || plan.taken ? await support(request.headers, body) : undefined;
    if (plan?.arrives !== undefined) return plan.arrives;
    if (plan?.status !== undefined) return saying('hooks', plan.status, fault?.ms ?? 2_000);
    return { headers: { 'content-type': 'application/json' }, ...taken! };
  }

  function refusedBy(part: Part, name: string, { headers }: IncomingMessage, bytes: Buffer, read: unknown) {
    if (part !== 'push') return refusalOf(part, read);
    if (browsers.standing(name) === 'ended') return saying(part, 410, 0);
    const [status, why] = pushRefusal(headers, bytes, clockMs()) ?? [];
    return status === undefined ? undefined : { status, body: why ?? '' };
  }

  function callOf(
    part: Part,
    name: string,
    { headers }: IncomingMessage,
    url: URL,
    bytes: Buffer,
    read: unknown,
  ): Omit<OutsideCall, 'id' | 'at'> {
    const id = headers['webhook-id'];
    const common = { part, name, host: headers.host ?? '', path: url.pathname, body: read ?? null };
    if (part !== 'hooks') return common;
    return { ...common, webhookId: String(id), verified: receivers.verified(name, headers, bytes.toString('utf8')) };
  }

  async function behindTheScenes(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    what?: string,
  ): Promise<boolean> {
    switch (`${request.method} ${what ?? ''}`) {
      case 'GET ': {
        const { part, name } = Object.fromEntries(url.searchParams);
        sendJson(response, 200, receivers.calls({ part, name }));
        return true;
      }
      case 'POST ': {
        const { name, ...setting } = parsed(settingSchema, await readObject(request));
        receivers.set(name, setting);
        sendJson(response, 201, { name, url: `https://receiver.example.com/hooks/${encodeURIComponent(name)}` });
        return true;
      }
      case 'POST browsers':
        sendJson(response, 201, browsers.subscribe());
        return true;
      case 'DELETE browsers': {
        const name = url.pathname.split('/')[4] ?? '';
        if (!browsers.end(name)) throw new Refused(404, `there is no browser ${name}`);
        sendJson(response, 200, { name });
        return true;
      }
      case 'GET faults':
        sendJson(response, 200, faults.active());
        return true;
      case 'POST faults':
        faults.inject(parsed(outsideFaultSchema, await readObject(request)));
        sendJson(response, 201, faults.active());
        return true;
      case 'DELETE faults':
        faults.clear();
        sendJson(response, 200, []);
        return true;
      default:
        return false;
    }
  }
}

/** `/hooks/{name}`, the last part of a browser's endpoint, or the whole path of a room. */
function nameOf(part: Part, { pathname }: URL): string {
  if (part === 'push') return pathname.split('/').at(-1) ?? '';
  return /^\/hooks\/([^/]+)/.exec(pathname)?.[1] ?? pathname.slice(1);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A receiver that wants our calls says so by sending the challenge back. */
function echoed(read: unknown): OutsideAnswer | undefined {
  const { type, data } = (read ?? {}) as { type?: unknown; data?: { challenge?: unknown } };
  if (type !== 'endpoint.challenge') return undefined;
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ challenge: data?.challenge }),
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: OutsideAnswer | 'nothing' | 'never'): void {
  if (answer === 'nothing') request.socket.destroy();
  else if (answer !== 'never') response.writeHead(answer.status, answer.headers).end(answer.body);
}
