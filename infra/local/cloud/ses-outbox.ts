import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SesEvent } from './ses-events.ts';
import type { Sending } from './ses-mail.ts';

/** A mail that was accepted: whether it gets into its mailbox, and what is to be told of it. */
export type Accepted = { readonly sending: Sending; readonly arrives: boolean; readonly events: readonly SesEvent[] };

/**
 * Mails that were accepted, until all is told of them, a file each in `folder`. SES does not die with a machine of ours: so
 * whatever kills this process, the next one carries them on.
 */
export function createOutbox(folder: string) {
  mkdirSync(folder, { recursive: true });
  const fileOf = ({ sending }: Accepted) => path.join(folder, `${sending.id}.json`);

  return {
    /** What the process before did not finish, oldest first. One that was half noted was never accepted. */
    left: (): Accepted[] =>
      readdirSync(folder)
        .flatMap((name) => read(path.join(folder, name)) ?? [])
        .toSorted((a, b) => (a.sending.at < b.sending.at ? -1 : 1)),
    keep: (mail: Accepted): void => writeFileSync(fileOf(mail), JSON.stringify(mail)),
    drop: (mail: Accepted): void => rmSync(fileOf(mail), { force: true }),
  };
}

function read(file: string): Accepted | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    rmSync(file);
    return undefined;
  }
}
