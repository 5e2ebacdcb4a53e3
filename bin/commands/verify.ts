import type { Command } from 'commander';
import * as z from 'zod';
import { sendPatiently } from '../../shared/client/send.ts';
import { type ChainFault, findChainFault, type LogLine } from '../../shared/core/chain.ts';
import { findRewritten, headsOf, type PublishedHead } from '../../shared/core/published-head.ts';
import { anchorsFrom, headFrom, headsFrom, saveHeads } from './published-heads.ts';
import { print, sessionOf } from './session.ts';
import { EXIT, type Surroundings, UsageError } from './surroundings.ts';
import { visibleLine } from './visible.ts';

type Verdict = { id: string; name: string; entries: number; checked: number; fault?: ChainFault; problem?: string };

type Flags = { head: string[]; against?: string; posts?: string; save?: string };

const HELP = `
A log that was rewritten as a whole fits together again. Hold it against what others have of it:
  $ candor verify https://status.example.com --save heads.json            today
  $ candor verify https://status.example.com --against heads.json         any later day
  $ candor verify https://status.example.com --head 4k2j9x:7:1a2b3c4d     as a post or a mail has it
  $ candor verify https://status.example.com --against history.json       a JSON Feed that you kept
  $ candor verify http://localhost:4310 --posts http://localhost:4312/sim/posts`;

/** Adds `verify`, which takes nobody's word for it: it reads only what the public can read, and hashes it again. */
export function addVerify(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('verify')
    .argument('<site-url>', 'any status site that Candor publishes')
    .option(
      '--head <incident:entry:hash>',
      'a hash that was published elsewhere, or its beginning; may be repeated',
      gathered,
      [],
    )
    .option('--against <file>', 'hashes that an earlier --save wrote, or a JSON Feed that was kept')
    .option('--posts <file-or-url>', 'posts as JSON, each with its text: their “Log 1a2b3c4d” must be in the logs')
    .option('--save <file>', 'write down what is there now, to verify against later')
    .description('check that no published statement was changed, dropped or reordered')
    .addHelpText('after', HELP)
    .action(async (siteUrl: string, flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const site = siteUrl.replace(/\/+$/, '');
      const seen = [...flags.head.map(headFrom), ...(flags.against ? headsFrom(surroundings, flags.against) : [])];
      const anchors = flags.posts === undefined ? [] : await anchorsFrom(surroundings, flags.posts);

      const verdicts: Verdict[] = [];
      const all = await incidentsOf(surroundings, site);
      const own = all.filter((one) => one.imported_from === undefined);
      const heads: PublishedHead[] = [];
      for (const { id, name } of withSeen(own, seen)) {
        const { lines, ...verdict } = await verdictOn(surroundings, site, id, name, seen);
        verdicts.push(verdict);
        heads.push(...headsOf(lines).filter(({ hash }) => typeof hash === 'string'));
        if (!session.json) surroundings.out(visibleLine(lineOf(verdict)));
      }
      const strange = anchors.filter((anchor) => !heads.some(({ hash }) => hash.startsWith(anchor)));
      const broken = verdicts.filter((verdict) => verdict.fault || verdict.problem);
      const sound = broken.length === 0 && strange.length === 0;
      if (flags.save !== undefined && sound) saveHeads(surroundings, flags.save, site, heads);

      const imported = all.length - own.length;
      const elsewhere = { checked: seen.length + anchors.length, postsWithoutEntry: strange };
      if (session.json) print(session, { site, incidents: verdicts, imported, elsewhere, sound }, () => '');
      else {
        for (const anchor of strange)
          surroundings.out(`FAULT  a post says “Log ${anchor}”, and no entry of this site has that hash`);
        surroundings.out(summary(verdicts.length, broken.length, elsewhere.checked));
        if (imported > 0)
          surroundings.out(`${imported} imported from elsewhere: they are in no chain, so nothing proves them.`);
      }
      if (!sound) ended(EXIT.refused);
    });
}

const gathered = (value: string, before: string[]): string[] => [...before, value];

const summary = (incidents: number, broken: number, elsewhere: number): string =>
  `${incidents} ${incidents === 1 ? 'incident' : 'incidents'}, ${broken} with a fault; ${
    elsewhere === 0
      ? 'held against nothing that was published elsewhere'
      : `held against ${elsewhere} ${elsewhere === 1 ? 'hash' : 'hashes'} published elsewhere`
  }.`;

/** What is read here may have been written to deceive whoever reads it. */
const list = z.object({
  incidents: z.array(z.object({ id: z.string(), name: z.string().catch(''), imported_from: z.unknown().optional() })),
});
type Listed = z.output<typeof list>['incidents'][number];

async function incidentsOf(surroundings: Surroundings, site: string): Promise<Listed[]> {
  const answer = await read(surroundings, `${site}/api/v2/incidents.json`);
  const listed = answer.ok ? list.safeParse(await answer.json().catch(() => undefined)) : undefined;
  if (!listed?.success) throw new UsageError(`${site} has no /api/v2/incidents.json; is it a status site?`);
  return listed.data.incidents;
}

/** What was seen before has to be there still, also where the site lists it no more. */
function withSeen(listed: { id: string; name: string }[], seen: readonly PublishedHead[]) {
  const ids = new Set(listed.map(({ id }) => id));
  const others = [...new Set(seen.map(({ incident }) => incident))].filter((id) => !ids.has(id));
  return [...listed, ...others.map((id) => ({ id, name: 'seen before' }))];
}

async function verdictOn(
  surroundings: Surroundings,
  site: string,
  id: string,
  name: string,
  seen: readonly PublishedHead[],
): Promise<Verdict & { lines: LogLine[] }> {
  const own = seen.filter(({ incident }) => incident === id);
  const nothing = { id, name, entries: 0, checked: own.length, lines: [] };
  const answer = await read(surroundings, `${site}/incidents/${encodeURIComponent(id)}/log.jsonl`);
  if (!answer.ok) return { ...nothing, problem: `its log.jsonl answers ${answer.status}` };
  const lines = linesOf(await answer.text());
  if (!lines || lines.length === 0) return { ...nothing, problem: 'its log.jsonl cannot be read' };
  const verdict = { ...nothing, entries: lines.length, lines };
  let fault: ChainFault | undefined;
  try {
    fault = findChainFault(lines) ?? findRewritten(lines, own);
  } catch {
    // Numbers without end, a thousand levels, what is no text: such things have no hash.
    return { ...nothing, problem: 'its log.jsonl holds what cannot be hashed' };
  }
  if (fault) return { ...verdict, fault };
  const stranger = lines.find((line) => line.incident !== id);
  return stranger ? { ...verdict, problem: `entry ${stranger.seq} belongs to incident ${stranger.incident}` } : verdict;
}

function linesOf(text: string): LogLine[] | undefined {
  try {
    const lines = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
    return lines.every(isLine) ? lines : undefined;
  } catch {
    return undefined;
  }
}

const isLine = (line: unknown): boolean => typeof line === 'object' && line !== null && !Array.isArray(line);

function lineOf({ id, name, entries, fault, problem }: Verdict): string {
  if (fault) return `FAULT  ${id}  ${name}: entry on line ${fault.line} ${fault.reason}`;
  return problem
    ? `FAULT  ${id}  ${name}: ${problem}`
    : `sound  ${id}  ${name}: ${entries} ${entries === 1 ? 'entry' : 'entries'}`;
}

const read = (surroundings: Surroundings, url: string): Promise<Response> =>
  sendPatiently(surroundings, { attempts: 3 }, url, {});
