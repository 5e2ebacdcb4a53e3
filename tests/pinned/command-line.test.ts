import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { run } from '../../bin/commands/program.ts';
import { pinned } from './pin.ts';
import { fieldsOfSchema, once } from './shape.ts';

const lines: string[] = [];

/** What the command line says to these words; it needs nothing of the world for its help. */
async function said(...words: string[]): Promise<string> {
  lines.length = 0;
  const world = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text), env: {} };
  await run([...words, '--help'], world as never);
  return lines.join('\n');
}

/** The part of a help page under this heading, each entry without what it explains. */
const listed = (help: string, heading: string): string[] => {
  const [, part = ''] = new RegExp(`^${heading}:\n((?:  .*\n?|\n(?=  ))*)`, 'm').exec(help) ?? [];
  return part.split('\n').flatMap((line) => (/^ {2}\S/.test(line) ? [line.trim().split(/ {2,}/)[0]!] : []));
};

async function commandsUnder(path: readonly string[]): Promise<Record<string, object>> {
  const help = await said(...path);
  const usage = /^Usage: (.*)$/m.exec(help)?.[1] ?? '';
  const names = listed(help, 'Commands').map((line) => line.split(/[ |]/)[0]!);
  const below = names.filter((name) => name !== 'help');
  const all: Record<string, object> = {
    [path.join(' ') || 'candor']: { usage, arguments: listed(help, 'Arguments'), options: listed(help, 'Options') },
  };
  for (const name of below) Object.assign(all, await commandsUnder([...path, name]));
  return all;
}

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('what people type and write', () => {
  it('every command, argument and option of the command line', async () => {
    pinned('commands.json', await commandsUnder([]), 'People know these by heart, and scripts have them written down.');
  });

  it('the scripts of npm, and the name of the program', () => {
    const { scripts, bin } = json('package.json');
    pinned('npm-scripts.json', { names: Object.keys(scripts), bin }, 'CI, the documents and people call these.');
  });

  it.each(['candor.config', 'candor.status-change'])('every field of %s', (name) => {
    const schema = json(`docs/${name}.schema.json`);
    pinned(
      `${name}-fields.json`,
      once(fieldsOfSchema(schema, schema)),
      'Whoever runs Candor has a config of these fields; other systems send events of them.',
    );
  });
});
