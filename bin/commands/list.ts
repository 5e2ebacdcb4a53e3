import { type Command, InvalidArgumentError } from 'commander';
import type { ListFilter } from '../../shared/client/client.ts';
import type { ApiIncident } from '../../shared/client/types.ts';
import { instant } from '../../shared/core/instant.ts';
import { incidentTable } from './present.ts';
import { print, sessionOf } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** As many as the API gives at once. */
const PAGE = 100;

/** Adds `list`: the incidents that are open, or with --all the newest of all, as far back as is asked for. */
export function addList(program: Command, surroundings: Surroundings): void {
  program
    .command('list')
    .description('incidents and what is owed next; open ones unless --all')
    .option('-a, --all', 'also those that are over, newest first')
    .option('--limit <n>', 'with --all, how many at most; "all" for every one', limitFrom, 50)
    .addHelpText('after', '\nExamples:\n  $ candor list\n  $ candor list --all --limit 200')
    .action(async ({ all, limit }: { all?: boolean; limit: number }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const client = session.client();
      const answer = all
        ? await newest(limit, (filter) => client.list(filter), surroundings)
        : { incidents: (await client.list({ open: true })).incidents };
      print(session, answer, () => {
        if (answer.incidents.length === 0) return `No incident${all ? '' : ' is open'}.`;
        const rows = incidentTable(answer.incidents, instant(surroundings.now()));
        return 'next' in answer ? `${rows}\nThere are older ones: candor list --all --limit ${limit * 4}` : rows;
      });
    });
}

type Page = { incidents: readonly ApiIncident[]; next?: string };

/** Up to `limit` of the newest, page by page; `next` is where it goes on. */
async function newest(
  limit: number,
  page: (filter: ListFilter) => Promise<Page>,
  surroundings: Surroundings,
): Promise<Page> {
  const incidents: ApiIncident[] = [];
  let next: string | undefined;
  do {
    const left = Math.min(PAGE, limit - incidents.length);
    const one = await page({ limit: left, ...(next === undefined ? {} : { after: next }) });
    incidents.push(...one.incidents);
    next = one.next;
    if (next !== undefined && incidents.length < limit) surroundings.err(`${incidents.length} read ...`);
  } while (next !== undefined && incidents.length < limit);
  return { incidents, ...(next === undefined ? {} : { next }) };
}

function limitFrom(value: string): number {
  if (value === 'all') return Number.POSITIVE_INFINITY;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It is a whole number above 0, or "all".');
}
