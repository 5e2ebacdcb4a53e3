import type { Command } from 'commander';
import { sessionOf } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';
import { exportTo } from './export.ts';
import { importFrom } from './import.ts';

const EXPORT_HELP = `
One file: every statement with its hashes, what each channel and reminder did, drafts, imports, the audit log. Pages are
left out, since they are computed from it. With --with-addresses also people of the house, subscribers, how far each was
told, and the keys that they are known by, sealed to a passphrase (asked for, or CANDOR_PASSPHRASE).

Ended in the middle, run it again. What is redacted afterwards stays in the file: export anew, and delete it.

Examples:
  $ candor export log.jsonl
  $ candor export everything.sealed --with-addresses`;

const IMPORT_HELP = `
It reads the file to its end before anything is changed, and says what is in it. Then everything here is frozen, and what
is not there yet is added: what was posted, mailed or reminded of there is not again. Ended in the middle, run it again.

Examples:
  $ candor import-log log.jsonl
  $ candor import-log everything.sealed --yes --profile new`;

/** `candor export` and `candor import-log`: everything that cannot be computed again, out of a system and into another. */
export function addArchive(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('export')
    .argument('<file>', 'a new file, readable by you alone')
    .option('--with-addresses', 'with people, subscribers and keys, sealed to a passphrase')
    .description('write everything that cannot be computed again to a file; for an administrator')
    .addHelpText('after', EXPORT_HELP)
    .action(async (file: string, { withAddresses = false }: { withAddresses?: boolean }, command: Command) =>
      exportTo(sessionOf(command, surroundings), file, withAddresses),
    );
  program
    .command('import-log')
    .argument('<file>', 'what "candor export" wrote')
    .option('--yes', 'do not ask')
    .description('bring an export here, frozen, with every chain checked; for an administrator')
    .addHelpText('after', IMPORT_HELP)
    .action(async (file: string, { yes = false }: { yes?: boolean }, command: Command) => {
      ended(await importFrom(sessionOf(command, surroundings), file, yes));
    });
}
