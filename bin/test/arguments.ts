import { parseArgs } from 'node:util';
import { WrongOption } from '../../infra/local/start/flags.ts';

export const USAGE = `npm test -- [--slowest] [FILE ...]

Runs every test, or those whose files contain one of the given words in their path. The last line is the count. Says on
stderr after each minute what is under way. Exit code 1 if anything failed, or if no test was found.

--slowest also lists the twenty tests that took longest`;

export type Asked = { help: boolean; slowest: boolean; filters: string[] };

/** What was asked for on the command line. Throws `WrongOption`. */
export function askedBy(args: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { slowest: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
      allowPositionals: true,
    });
    return { ...values, filters: positionals };
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.?(?:\n|\. )/);
    throw new WrongOption(`${sentence}. "npm test -- --help" lists the options.`);
  }
}
