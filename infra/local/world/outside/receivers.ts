import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Part } from '../hosts.ts';
import type { Journal } from '../journal.ts';

/** What a receiver was given to check calls by. */
export type HookSetting = { secret?: string | undefined; publicKey?: string | undefined };

/** A call that was taken. `verified`: what each signature is worth; null where the receiver was given nothing to check it by. */
export type OutsideCall = {
  id: string;
  at: string;
  part: Part;
  name: string;
  host: string;
  path: string;
  webhookId?: string;
  verified?: { v1: boolean | null; v1a: boolean | null };
  body: unknown;
};

/** What came from the house to rooms, webhooks and browsers, oldest first; kept on disk, so that a restart loses none. */
export class Receivers {
  readonly #journal: Journal<OutsideCall>;
  readonly #clockMs: () => number;
  readonly #calls: OutsideCall[];
  readonly #settings = new Map<string, HookSetting>();

  constructor(journal: Journal<OutsideCall>, clockMs: () => number) {
    this.#journal = journal;
    this.#clockMs = clockMs;
    this.#calls = [...journal.past];
  }

  /** Keeps a call; resolves once it is on disk. */
  async take(call: Omit<OutsideCall, 'id' | 'at'>): Promise<OutsideCall> {
    const kept = { id: String(this.#calls.length + 1), at: new Date(this.#clockMs()).toISOString(), ...call };
    this.#calls.push(kept);
    this.#journal.append(kept);
    await this.#journal.stored();
    return kept;
  }

  calls({ part, name }: { part?: string | undefined; name?: string | undefined } = {}): readonly OutsideCall[] {
    return this.#calls.filter(
      (call) => (part === undefined || call.part === part) && (name === undefined || call.name === name),
    );
  }

  set(name: string, setting: HookSetting): void {
    this.#settings.set(name, { ...this.#settings.get(name), ...setting });
  }

  /** By Standard Webhooks 1.0.0, read from its text: it shares no line with what signs. */
  verified(name: string, headers: IncomingHttpHeaders, body: string): NonNullable<OutsideCall['verified']> {
    const { secret, publicKey } = this.#settings.get(name) ?? {};
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    const signatures = String(headers['webhook-signature'] ?? '').split(' ');
    const of = (version: string) =>
      signatures
        .filter((one) => one.startsWith(`${version},`))
        .map((one) => Buffer.from(one.slice(version.length + 1), 'base64'));
    const isFresh = Math.abs(this.#clockMs() / 1000 - Number(headers['webhook-timestamp'])) <= 300;
    return {
      v1: secret === undefined ? null : isFresh && of('v1').some((one) => isHmac(one, content, secret)),
      v1a: publicKey === undefined ? null : isFresh && of('v1a').some((one) => isEd25519(one, content, publicKey)),
    };
  }
}

function isHmac(signature: Buffer, content: Buffer, secret: string): boolean {
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(content)
    .digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

function isEd25519(signature: Buffer, content: Buffer, publicKey: string): boolean {
  const x = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, content, key, signature);
}
