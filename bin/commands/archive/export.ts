import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { CandorClient } from '../../../shared/client/client.ts';
import { print, type Session } from '../session.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { passphraseFrom } from './passphrase.ts';
import { sealed } from './sealed.ts';

type Exported = { records: number; incidents: number };

/** Writes everything that cannot be computed again to a new file: whole, or not under its name. */
export async function exportTo(session: Session, file: string, withAddresses: boolean): Promise<void> {
  const { surroundings } = session;
  const place = path.resolve(surroundings.directory, file);
  if (existsSync(place)) throw new UsageError(`${file} is there already; name another file. Nothing was written.`);
  const passphrase = withAddresses ? await passphraseFrom(surroundings, true) : undefined;
  const { siteUrl } = session.profile();
  const counted: Exported = { records: 0, incidents: 0 };
  const text = exported(session.client(), surroundings, { siteUrl: siteUrl ?? '', withAddresses, counted });
  // What an end in the middle leaves is overwritten by the next try.
  const unfinished = `${place}.unfinished`;
  const out = openSync(unfinished, 'w', 0o600);
  try {
    for await (const some of passphrase === undefined ? text : sealed(text, passphrase)) writeSync(out, some as string);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  renameSync(unfinished, place);
  print(session, { file, ...counted, people: withAddresses }, () => doneText(file, counted, withAddresses));
}

/** The lines of an export, each with its end. */
async function* exported(
  client: CandorClient,
  { err, now }: Surroundings,
  { siteUrl, withAddresses, counted }: { siteUrl: string; withAddresses: boolean; counted: Exported },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const line = (value: object): string => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  let after: string | undefined;
  let told = 0;
  do {
    const { records, page = { rev: 0 }, next } = await client.exportArchive(withAddresses, after);
    if (after === undefined) {
      const at = new Date(now()).toISOString();
      yield line({ candor: 'export', v: 1, from: siteUrl, at, people: withAddresses, page });
    }
    for (const record of records) {
      counted.records += 1;
      if (record.part === 'incidents' && !record.goesOn) counted.incidents += 1;
      yield line(record);
    }
    if (counted.incidents - told >= 1_000) {
      told = counted.incidents;
      err(`${told.toLocaleString('en')} incidents ...`);
    }
    after = next;
  } while (after !== undefined);
  if (withAddresses) yield line({ keys: await client.archiveKeys() });
  yield `${JSON.stringify({ end: { records: counted.records, sha256: hash.digest('hex') } })}\n`;
}

const doneText = (file: string, { incidents }: Exported, people: boolean): string =>
  [
    `${file}: ${incidents.toLocaleString('en')} incidents with all that was said, and what became of it; readable by you alone.`,
    people
      ? 'With everybody who can be reached and the keys that they are known by, sealed to your passphrase: without it nobody opens it, and neither do we.'
      : 'Without people and subscribers, and without keys: --with-addresses takes them along, sealed to a passphrase. Names of the house stand in what was said and done.',
    'What is redacted later stays in this file. Bring it elsewhere: candor import-log FILE',
  ].join('\n');
