import type { Command } from 'commander';
import { sendPatiently } from '../../shared/client/send.ts';
import { type ChainFault, findChainFault, type LogLine } from '../../shared/core/chain.ts';
import { print, sessionOf } from './session.ts';
import { EXIT, UsageError, type World } from './world.ts';

type Verdict = { id: string; name: string; entries: number; fault?: ChainFault; problem?: string };

/** Adds `verify`, which takes nobody's word for it: it reads only what the public can read, and hashes it again. */
export function addVerify(program: Command, world: World, ended: (code: number) => void): void {
  program
    .command('verify')
    .argument('<site-url>', 'any status site that Candor publishes')
    .description('check that no published statement was changed, dropped or reordered')
    .addHelpText('after', '\nExample:\n  $ candor verify http://localhost:4310')
    .action(async (siteUrl: string, _flags: object, command: Command) => {
      const session = sessionOf(command, world);
      const site = siteUrl.replace(/\/+$/, '');
      const verdicts: Verdict[] = [];
      const all = await incidentsOf(world, site);
      const own = all.filter((one) => one.imported_from === undefined);
      for (const { id, name } of own) {
        verdicts.push(await verdictOn(world, site, id, name));
        if (!session.json) world.out(lineOf(verdicts.at(-1) as Verdict));
      }
      const broken = verdicts.filter((verdict) => verdict.fault || verdict.problem);
      if (session.json)
        print(
          session,
          { site, incidents: verdicts, imported: all.length - own.length, sound: broken.length === 0 },
          () => '',
        );
      else
        world.out(
          `${verdicts.length} ${verdicts.length === 1 ? 'incident' : 'incidents'}, ${broken.length} with a fault.`,
        );
      if (!session.json && own.length < all.length)
        world.out(`${all.length - own.length} imported from elsewhere: they are in no chain, so nothing proves them.`);
      if (broken.length > 0) ended(EXIT.refused);
    });
}

type Listed = { id: string; name: string; imported_from?: string };

async function incidentsOf(world: World, site: string): Promise<Listed[]> {
  const answer = await read(world, `${site}/api/v2/incidents.json`);
  const incidents = answer.ok ? ((await answer.json()) as { incidents?: unknown }).incidents : undefined;
  if (!Array.isArray(incidents)) throw new UsageError(`${site} has no /api/v2/incidents.json; is it a status site?`);
  return incidents;
}

async function verdictOn(world: World, site: string, id: string, name: string): Promise<Verdict> {
  const answer = await read(world, `${site}/incidents/${encodeURIComponent(id)}/log.jsonl`);
  if (!answer.ok) return { id, name, entries: 0, problem: `its log.jsonl answers ${answer.status}` };
  const lines = linesOf(await answer.text());
  if (!lines || lines.length === 0) return { id, name, entries: 0, problem: 'its log.jsonl cannot be read' };
  const fault = findChainFault(lines);
  const stranger = lines.find((line) => line.incident !== id);
  if (!fault && stranger)
    return {
      id,
      name,
      entries: lines.length,
      problem: `entry ${stranger.seq} belongs to incident ${stranger.incident}`,
    };
  return { id, name, entries: lines.length, ...(fault === undefined ? {} : { fault }) };
}

function linesOf(text: string): LogLine[] | undefined {
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
  } catch {
    return undefined;
  }
}

function lineOf({ id, name, entries, fault, problem }: Verdict): string {
  if (fault) return `FAULT  ${id}  ${name}: entry on line ${fault.line} ${fault.reason}`;
  return problem
    ? `FAULT  ${id}  ${name}: ${problem}`
    : `sound  ${id}  ${name}: ${entries} ${entries === 1 ? 'entry' : 'entries'}`;
}

const read = (world: World, url: string): Promise<Response> => sendPatiently(world, 3, url, {});
