import { troubleOf } from '../aws/trouble.ts';
import { wrapped } from '../table.ts';

/**
 * How it stands with one thing that Candor relies on. `unknown` is never good: nobody could tell. `elsewhere`: it is no
 * question here, as CloudFront is none on one machine. `run`: the one command, or step, that mends it.
 */
export type Verdict = { state: 'green' | 'red' | 'unknown' | 'elsewhere'; says: string; run?: string };

/** One thing that is relied on. `id` is for scripts and for ever; `what` is how people call it. */
export type Check<Context> = { id: string; what: string; look: (context: Context) => Promise<Verdict> };

/** A check and how it stands. */
export type Line = { group: string; id: string; what: string } & Verdict;

export const green = (says: string): Verdict => ({ state: 'green', says });
export const red = (says: string, run?: string): Verdict => ({
  state: 'red',
  says,
  ...(run === undefined ? {} : { run }),
});
export const unknown = (says: string, run?: string): Verdict => ({
  state: 'unknown',
  says,
  ...(run === undefined ? {} : { run }),
});
export const elsewhere = (says: string): Verdict => ({ state: 'elsewhere', says });

/** Looks at everything at once; what throws is not known, and says why. `tell` hears each line in the order of the checks. */
export async function looked<Context>(
  group: string,
  checks: readonly Check<Context>[],
  context: Context,
  region = '',
): Promise<Line[]> {
  return Promise.all(
    checks.map(async ({ id, what, look }) => {
      const verdict = await look(context).catch((error: unknown) => verdictOn(error, region));
      return { group, id, what, ...verdict };
    }),
  );
}

/** What could not be asked: not known, but where the answer itself says what is wrong. */
function verdictOn(error: unknown, region: string): Verdict {
  const { kind, says, run } = troubleOf(error, region);
  const isWrong = ['no-credentials', 'expired', 'wrong-credentials', 'clock', 'wrong-region', 'unverified'].includes(
    kind,
  );
  return isWrong ? red(says, run) : unknown(says, run);
}

const MARKS: Record<Verdict['state'], string> = { green: 'ok ', red: 'NO ', unknown: ' ? ', elsewhere: ' - ' };

/** The lines as people read them, by group; what is not green has its reason and command below it. */
export function linesText(lines: readonly Line[]): string {
  return lines
    .flatMap((line, at) => [
      ...(line.group === lines[at - 1]?.group ? [] : [at === 0 ? line.group : `\n${line.group}`]),
      ...lineText(line),
    ])
    .join('\n');
}

function lineText({ state, what, says, run }: Line): string[] {
  const head = `${MARKS[state]} ${what}`;
  if (state === 'green') return [`${head}: ${says}`];
  return [head, wrapped(says, '      '), ...(run === undefined ? [] : [`      $ ${run}`])];
}

/** How many stand how, in one sentence. */
export function tally(lines: readonly Line[]): string {
  const count = (state: Verdict['state']) => lines.filter((line) => line.state === state).length;
  const elsewhere = count('elsewhere');
  return `${count('green')} in order, ${count('red')} not, ${count('unknown')} not known${elsewhere === 0 ? '' : `, ${elsewhere} no question here`}.`;
}
