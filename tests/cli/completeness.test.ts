import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

/** Every command there is, as the shell completion knows them. */
async function commands(): Promise<string[]> {
  const { out } = await terminal().candor('completion', 'fish');
  return [...out.matchAll(/^complete -c candor -n '(.*?)' -f -a (\S+) -d/gm)].map(([, when = '', word]) =>
    [...[...when.matchAll(/from (\S+)/g)].map(([, parent]) => parent), word].join(' '),
  );
}

describe('every command', () => {
  it('explains itself with an example that begins with its name', async () => {
    const { candor } = terminal();
    const without: string[] = [];
    for (const command of await commands()) {
      const { code, out } = await candor(...command.split(' '), '--help');
      const [name] = command.split(' ');
      if (code !== 0 || !new RegExp(`\\$ candor ${name}`).test(out)) without.push(command);
    }
    expect(without).toEqual([]);
  });

  it('stands in docs/cli.md, and nothing else does', async () => {
    const page = readFileSync('docs/cli.md', 'utf8');
    const described = [...page.matchAll(/^\| `candor ([a-z-]+)/gm)].map(([, name]) => name);
    const names = (await commands()).filter((command) => !command.includes(' '));
    expect(new Set(described)).toEqual(new Set(names));
    for (const code of ['0', '1', '2', '3', '4', '5', '130']) expect(page).toContain(`| ${code} |`);
  });
});

describe('candor completion', () => {
  const completed = (script: string, ...words: string[]) =>
    execFileSync(
      'bash',
      ['-c', `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _candor; echo "\${COMPREPLY[@]}"`, '-', ...words],
      { encoding: 'utf8' },
    )
      .trim()
      .split(' ');

  it('completes commands, the commands below them, options, and what an option may be', async () => {
    const { out } = await terminal().candor('completion', 'bash');
    expect(completed(out, 'candor', 'up')).toEqual(['update']);
    expect(completed(out, 'candor', 'maintenance', 'sch')).toEqual(['schedule']);
    expect(completed(out, 'candor', 'open', '--restr')).toEqual(['--restricted']);
    expect(completed(out, 'candor', 'open', '--impact', 'm')).toEqual(['minor', 'major']);
    expect(completed(out, 'candor', 'open', '-s', '')).toEqual(['investigating', 'identified', 'monitoring']);
    expect(completed(out, 'candor', 'x', 'sh')).toEqual(['shadow']);
  });
});
