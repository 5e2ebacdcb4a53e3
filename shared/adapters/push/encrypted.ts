import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { PushTarget } from '../../ports/carrier.ts';

// RFC 8291 (encryption for one browser) by RFC 8188 (aes128gcm), in one record.

/** Bytes of the header: a salt, the size of a record, and our key of this message, 65 bytes uncompressed. */
const RECORD_BYTES = 4_096;

/** What a push service must take is 4,096 bytes (RFC 8030): less the header (86), the tag (16) and the mark of the end. */
export const PLAIN_BYTES = RECORD_BYTES - 86 - 16 - 1;

/** What chance gives a message; a test says it. */
export type Chance = { salt: Buffer; privateKey?: Buffer };

/** `text` as only the browser of `target` can read it: the body of the request. Throws for keys that are no point of P-256. */
export function encryptedFor(
  { p256dh, auth }: Pick<PushTarget, 'p256dh' | 'auth'>,
  text: string,
  chance: Chance = { salt: randomBytes(16) },
): Buffer {
  const theirs = Buffer.from(p256dh, 'base64url');
  const ours = createECDH('prime256v1');
  if (chance.privateKey) ours.setPrivateKey(chance.privateKey);
  else ours.generateKeys();
  const publicKey = ours.getPublicKey();
  const shared = ours.computeSecret(theirs);

  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, publicKey]);
  const secret = derived(shared, Buffer.from(auth, 'base64url'), keyInfo, 32);
  const key = derived(secret, chance.salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derived(secret, chance.salt, 'Content-Encoding: nonce\0', 12);

  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // The 2 says that no record follows.
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.update(Buffer.from([2])), cipher.final()]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_BYTES);
  return Buffer.concat([chance.salt, size, Buffer.from([publicKey.length]), publicKey, sealed, cipher.getAuthTag()]);
}

const derived = (key: Buffer, salt: Buffer, info: Buffer | string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, bytes));
