import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenFolder } from '../infra/world/given-world.ts';

/** The command line itself in a house without anything: no profile, no key, and no machine that has a role. */
function bareCandor(...args: string[]) {
  const home = givenFolder();
  const config = path.join(home, 'candor.config.json');
  const stages = { prod: { region: 'eu-west-1' } };
  writeFileSync(config, JSON.stringify({ brand: { name: 'Shop' }, components: [{ id: 'api', name: 'API' }], stages }));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    CANDOR_CONFIG_FILE: config,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  };
  const run = spawn(process.execPath, ['bin/candor.ts', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise<{ code: number | null; said: string }>((done) =>
    run.once('close', (code) => done({ code, said })),
  );
}

describe('without credentials', () => {
  // How long it may take is a timer of ours: 2 s for the search, whatever the machine does beside it.
  it.each([
    [['deploy', '--yes'], 1],
    [['user', 'add', 'ada', '--mail', 'ada@example.com'], 4],
    [['x', 'connect', '--tokens', '-'], 4],
  ] as const)('candor %j says so, and what to do', async (args, wanted) => {
    const { code, said } = await bareCandor(...args);
    expect({ code, said }).toMatchObject({
      code: wanted,
      said: expect.stringContaining('No credentials for AWS were found'),
    });
    expect(said).toContain('$ aws configure sso');
  });
});
