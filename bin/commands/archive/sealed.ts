import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { UsageError } from '../surroundings.ts';

/*
 * A file that nobody reads without the passphrase, made and opened as it streams: one line of JSON that says how, then
 * pieces, each with its length before it. A piece is AES-256-GCM under a key of its file alone; its number is the nonce,
 * and whether it is the last is authenticated with it, so that none can be left out, moved, or cut off the end.
 */
const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** 64 MB and about a fifth of a second for each guess. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 };
const PIECE_BYTES = 256 * 1024;
const TAG_BYTES = 16;
/** What is larger was not made here, and would have to fit into memory. */
const LARGEST_PIECE = PIECE_BYTES + TAG_BYTES;

const nonce = (piece: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(piece), 4);
  return bytes;
};

const WHETHER_LAST = { true: Buffer.from([1]), false: Buffer.from([0]) } as const;

/** `text` as pieces of a sealed file, from its first line on. */
export async function* sealed(text: AsyncIterable<string>, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(16);
  const key = await derive(passphrase, salt, 32, COST);
  const { N, r, p } = COST;
  yield Buffer.from(
    `${JSON.stringify({ candor: 'sealed-export', v: 1, kdf: 'scrypt', N, r, p, salt: salt.toString('base64') })}\n`,
  );
  let waiting = Buffer.alloc(0);
  let piece = 0;
  const close = (plain: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(piece++));
    cipher.setAAD(WHETHER_LAST[`${last}`]);
    const closed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(closed.length);
    return Buffer.concat([length, closed]);
  };
  for await (const some of text) {
    waiting = Buffer.concat([waiting, Buffer.from(some)]);
    for (; waiting.length > PIECE_BYTES; waiting = waiting.subarray(PIECE_BYTES))
      yield close(waiting.subarray(0, PIECE_BYTES), false);
  }
  yield close(waiting, true);
}

/** What a sealed file holds, `head` being its first line. Throws a `UsageError` that says whether it is the passphrase or the file. */
export async function* unsealed(head: string, rest: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const { v, kdf, N, r, p, salt } = JSON.parse(head) as Record<string, string | number>;
  if (v !== 1 || kdf !== 'scrypt' || Number(N) > COST.N || Number(r) !== COST.r || Number(p) !== COST.p)
    throw new UsageError('it was sealed in a way that this version does not know; take the version that wrote it');
  const key = await derive(passphrase, Buffer.from(String(salt), 'base64'), 32, { ...COST, N: Number(N) });
  let waiting = Buffer.alloc(0);
  let piece = 0;
  const open = (closed: Buffer, last: boolean): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(piece));
    decipher.setAAD(WHETHER_LAST[`${last}`]);
    decipher.setAuthTag(closed.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(closed.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw new UsageError(
        piece === 0
          ? 'the passphrase does not open it, or its beginning was changed'
          : 'it was changed or cut off after it was written',
      );
    } finally {
      piece += 1;
    }
  };
  /** A piece that is whole is held back until it is known whether another follows. */
  let held: Buffer | undefined;
  for await (const some of rest) {
    waiting = Buffer.concat([waiting, some]);
    while (waiting.length >= 4) {
      const length = waiting.readUInt32BE();
      if (length < TAG_BYTES || length > LARGEST_PIECE)
        throw new UsageError('it was changed or cut off after it was written');
      if (waiting.length < 4 + length) break;
      if (held !== undefined) yield open(held, false);
      held = waiting.subarray(4, 4 + length);
      waiting = waiting.subarray(4 + length);
    }
  }
  if (held === undefined || waiting.length > 0) throw new UsageError('it was changed or cut off after it was written');
  yield open(held, true);
}
