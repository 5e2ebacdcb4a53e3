import { globSync, statSync } from 'node:fs';
import path from 'node:path';
import { numberFrom, readFlags, WrongOption } from '../../infra/local/start/flags.ts';

export const USAGE = `npm run mutate -- [--files GLOB_OR_FOLDER[,..]] [--sample N] [--seed S] [--simulate N] [--patience S] [--json]

Plants one fault at a time in the sources named, in memory, and runs the tests that cover them: which faults does nobody
notice? The seed decides which of all possible faults are planted. Exit code 1 if one survived that is not known to
change nothing (tests/mutants/equivalent.json).

--files     where: shared/core unless said otherwise
--sample    how many faults: 50 unless said otherwise
--simulate  runs so many seeds of the simulation against what the tests let pass
--patience  after how many seconds without a word from the tests a fault counts as timed out: 90 unless said otherwise`;

const whole = {
  isValid: (value: number) => Number.isSafeInteger(value) && value >= 1,
  expected: 'a whole number above 0',
};

/** What was asked for on the command line; throws `WrongOption`. */
export function asked(args: readonly string[], root: string) {
  const { help, json, ...given } = readFlags(
    args,
    {
      files: { type: 'string', default: 'shared/core' },
      sample: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(Math.floor(Date.now() / 1_000) % 1_000_000) },
      simulate: { type: 'string', default: '0' },
      patience: { type: 'string', default: '90' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    '"npm run mutate -- --help"',
  );
  if (help) return 'help';
  return {
    files: sourcesNamed(given.files, root),
    sample: numberFrom('--sample', given.sample, whole),
    seed: numberFrom('--seed', given.seed, { isValid: Number.isSafeInteger, expected: 'a whole number' }),
    seeds: given.simulate === '0' ? 0 : numberFrom('--simulate', given.simulate, whole),
    patienceMs: numberFrom('--patience', given.patience, whole) * 1_000,
    json,
  };
}

/** The TypeScript sources of folders and patterns, apart by commas. */
function sourcesNamed(named: string, root: string): string[] {
  const files = named.split(',').flatMap((one) => {
    const folder = statSync(path.join(root, one), { throwIfNoEntry: false })?.isDirectory();
    return globSync(folder ? path.join(one, '**/*.ts') : one, { cwd: root });
  });
  const sources = [...new Set(files)].filter((file) => /(?<!\.d)\.ts$/.test(file)).toSorted();
  if (sources.length === 0) throw new WrongOption(`--files is "${named}"; there is no TypeScript source.`);
  return sources;
}
