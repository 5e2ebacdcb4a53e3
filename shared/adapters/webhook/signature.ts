import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { HookKeys } from '../../ports/carrier.ts';

// Standard Webhooks 1.0.0. The npm library of the same name knows `v1` alone, so every call carries both signatures.

/** The headers that prove that `body` is ours, was made for `id` and sent at `atMs`; receivers refuse one that is old. */
export function signedHeaders(id: string, body: string, atMs: number, keys: HookKeys): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const content = `${id}.${timestamp}.${body}`;
  const hmac = createHmac('sha256', secretBytes(keys.secret)).update(content).digest('base64');
  const ed25519 = sign(null, Buffer.from(content), ed25519Key(keys.privateKey)).toString('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac} v1a,${ed25519}`,
  };
}

/**
 * The keys of one endpoint, from the house's own secret and what the endpoint is called: nothing of them is stored.
 * `version` rises where its owner asks for new ones.
 */
export function hookKeysOf(houseKey: string, endpoint: string, version = 1): HookKeys {
  const derived = (purpose: string) =>
    createHmac('sha256', houseKey).update(`candor-hook-${purpose}\n${endpoint}\n${version}`).digest();
  return { secret: `whsec_${derived('hmac').toString('base64')}`, privateKey: derived('ed25519') };
}

/** `whpk_…`, by which a receiver checks `v1a` without being able to sign itself. */
export function publicKeyText({ privateKey }: Pick<HookKeys, 'privateKey'>): string {
  const { x } = createPublicKey(ed25519Key(privateKey)).export({ format: 'jwk' });
  return `whpk_${Buffer.from(x!, 'base64url').toString('base64')}`;
}

const secretBytes = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

/** PKCS #8 (RFC 8410) around the seed: Node takes no bare one. */
const SEED_FOLLOWS = Buffer.from('302e020100300506032b657004220420', 'hex');

const ed25519Key = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([SEED_FOLLOWS, seed]), format: 'der', type: 'pkcs8' });
