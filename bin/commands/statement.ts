import { type Command, Option } from 'commander';
import { parsePromise, parseTime } from '../../shared/client/times.ts';
import type { GivenTime } from '../../shared/client/types.ts';
import {
  COMPONENT_STATUSES,
  type ComponentState,
  type ComponentStatus,
  IMPACTS,
  type OUTAGE_STATUSES,
} from '../../shared/core/entry.ts';
import { type Surroundings, UsageError } from './surroundings.ts';

/** What the options of a statement hold after commander has read them. */
export type StatementFlags = {
  message?: string;
  title?: string;
  impact?: (typeof IMPACTS)[number];
  status?: (typeof OUTAGE_STATUSES)[number];
  component?: readonly string[];
  workaround?: string;
  happenedAt?: string;
  nextUpdate?: string;
  restoreBy?: string;
  reportBy?: string;
  ifLate?: string;
  override?: readonly string[];
  ifMatch?: string;
};

/** What an opening or reopening may begin with, and what an update may say. A postmortem is a command of its own. */
const OPEN_STATUSES = ['investigating', 'identified', 'monitoring'] as const;

/** Collects an option that may be repeated. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const OPTIONS = {
  message: () => new Option('-m, --message <text>', 'what customers read; "-" reads it from standard input'),
  title: () => new Option('-t, --title <text>', 'one line that names the outage'),
  impact: () => new Option('-i, --impact <impact>', 'how bad it is').choices(IMPACTS),
  openStatus: () => new Option('-s, --status <status>', 'how far we are').choices(OPEN_STATUSES),
  status: () => new Option('-s, --status <status>', 'how far we are').choices([...OPEN_STATUSES, 'resolved']),
  component: () =>
    new Option(
      '-c, --component <id=status>',
      `a part that is affected, may be repeated; status is one of ${COMPONENT_STATUSES.join(', ')}`,
    ).argParser(several),
  workaround: () => new Option('-w, --workaround <text>', 'what customers can do meanwhile'),
  happenedAt: () => new Option('--happened-at <time>', 'when it happened, if not now'),
  nextUpdate: () =>
    new Option('-n, --next-update <time>', 'promise the next update: 30m, 14:30Z, or none (the message says why)'),
  restoreBy: () => new Option('-r, --restore-by <time>', 'promise when it is restored: 2h, 16:00Z, or none'),
  reportBy: () => new Option('--report-by <time>', 'promise a report: 2d, 2026-11-25T12:00Z, or none'),
  ifLate: () => new Option('--if-late <text>', 'what an apology quotes as your words if nobody speaks in time'),
  override: () => new Option('--override <rule>', 'stand by a text that the rule asks about').argParser(several),
  ifMatch: () => new Option('--if-match <etag>', 'refuse if somebody else has spoken since that state'),
} as const;

/** Adds these options to a command, in this order. */
export function withOptions(command: Command, ...names: readonly (keyof typeof OPTIONS)[]): Command {
  for (const name of names) command.addOption(OPTIONS[name]());
  return command;
}

/** The body that the flags describe; absent flags are absent in it. Throws `UsageError` or `UnclearTime`. */
export async function bodyOf(flags: StatementFlags, surroundings: Surroundings) {
  const now = new Date(surroundings.now());
  const promise = (written: string | undefined): GivenTime | undefined =>
    written === undefined ? undefined : parsePromise(written, now);
  return present({
    title: flags.title,
    message: await messageOf(flags.message, surroundings),
    impact: flags.impact,
    status: flags.status,
    components: flags.component?.map(componentOf),
    workaround: flags.workaround,
    happenedAt: flags.happenedAt === undefined ? undefined : parseTime(flags.happenedAt, now),
    nextUpdateBy: promise(flags.nextUpdate),
    restoreBy: promise(flags.restoreBy),
    reportBy: promise(flags.reportBy),
    ifLate: flags.ifLate,
    override: flags.override,
  });
}

async function messageOf(message: string | undefined, surroundings: Surroundings): Promise<string> {
  const text = message === '-' ? (await surroundings.readInput()).trim() : message;
  if (text === undefined || text === '')
    throw new UsageError('there is no message; say what customers should know with --message "..."');
  return text;
}

function componentOf(written: string): ComponentState {
  const [id = '', status = 'major_outage'] = written.split('=');
  if (!isComponentStatus(status))
    throw new UsageError(
      `--component ${written}: "${status}" is not a status; write one of ${COMPONENT_STATUSES.join(', ')}`,
    );
  if (id === '') throw new UsageError(`--component ${written}: write it as id=status, for example api=major_outage`);
  return { id, status };
}

const isComponentStatus = (status: string): status is ComponentStatus =>
  (COMPONENT_STATUSES as readonly string[]).includes(status);

/** The object without the keys that have no value; `null` is a value. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } & { message: string } {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> } & { message: string };
}
