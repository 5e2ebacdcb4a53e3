import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Prompts } from '../../bin/commands/guided/prompts.ts';
import { OUTPUTS } from './deployer.ts';
import { doctored } from './doctored.ts';

/** The commands of the README's path, as it has them. */
function commands(): string[] {
  const readme = readFileSync('README.md', 'utf8');
  const [, path = ''] = /<!-- path -->\n```sh\n([\s\S]*?)```\n<!-- \/path -->/.exec(readme) ?? [];
  return path
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line !== '');
}

/** A command's words, as a shell takes them apart. */
const words = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

describe('the first half hour', () => {
  it('is at most eight commands and six questions, and they lead to a system of which little is left to do', async () => {
    const house = await doctored();
    const { aws, surroundings, api, world, home, cdk } = house;
    // A fresh account: no stack, no bootstrap, nobody in the directory; and a shell that names no region and no profile.
    aws.stacks.clear();
    aws.bootstrap.clear();
    aws.secrets.clear();
    for (const id of ['ada', 'mailbox']) {
      const known = await api.ports.people.of(id);
      await api.ports.people.put(
        { ...known!, as: [], addresses: {}, version: 2, removedAt: '2026-01-01T00:00:00.000Z' },
        1,
      );
    }
    house.with({ ...aws.env, CANDOR_CONFIG_FILE: path.join(home, 'new.config.json'), CANDOR_X_URL: world.url });
    surroundings.directory = home;
    writeFileSync(path.join(home, 'x.json'), JSON.stringify(world.xTokens), { mode: 0o600 });

    const questions: string[] = [];
    const answers = ['Shop', 'Website, API', 'help@shop.test', 'status.example.com', 'eu-west-1'];
    const text = async ({ message }: { message: string }) => {
      questions.push(message);
      return answers.shift() ?? '';
    };
    surroundings.prompts = async () => ({ text }) as Prompts;
    surroundings.ask = async (question) => {
      questions.push(question);
      return 'y';
    };
    // What Cognito gave the client of programs is what this API takes.
    aws.clientSecret = 'local';
    cdk.outputs = { ...OUTPUTS, MachineClientId: 'local' };

    const [clone, ...rest] = commands();
    expect(clone).toMatch(/^git clone /);
    const ended: Record<string, number> = {};
    let last = '';
    for (const command of rest) {
      const [npm, run, candor, dashes, ...args] = words(command);
      expect([npm, run, candor, dashes]).toEqual(['npm', 'run', 'candor', '--']);
      // X is the simulated one, and what it would ask of the real one it asks of that.
      const more = args[0] === 'x' ? ['--base-url', world.url] : args[0] === 'doctor' ? ['--json'] : [];
      const { code, out, err } = await house.candor(...args, ...more);
      ended[args.slice(0, 2).join(' ')] = code;
      if (code !== 0 && args[0] !== 'doctor') throw new Error(`${command}\n${out}\n${err}`);
      if (args[0] === 'people') await adaConfirms(house);
      last = out;
    }
    expect(rest.length + 1).toBeLessThanOrEqual(8);
    expect(questions.length).toBeLessThanOrEqual(6);
    expect(aws.users.get('ada')).toMatchObject({ groups: ['administrator'] });
    expect(JSON.parse(aws.secrets.get(OUTPUTS.XTokensArn) ?? '')).toEqual(world.xTokens);
    expect((await api.ports.control.read()).channels.x).not.toBe('live');

    const { lines } = JSON.parse(last) as { lines: { id: string; state: string; run?: string }[] };
    const wrong = lines.filter(({ state }) => state === 'red');
    // What is left has its command: a mailbox that hears the alarms of the stack.
    expect(wrong).toEqual([
      expect.objectContaining({ id: 'people-alarms', run: expect.stringContaining('candor people add alarms') }),
    ]);
  });
});

/** As the mail of SNS and the page of Candor have her do. */
async function adaConfirms({ api }: Awaited<ReturnType<typeof doctored>>) {
  const { people, subscriptions, clock } = api.ports;
  const link = new URL(subscriptions.linkTo('ada@example.com'));
  const subscription = await subscriptions.confirm(link.searchParams.get('Token') ?? '');
  const ada = await people.of('ada');
  const mail = {
    ...ada!.addresses.mail!,
    confirmedAt: clock.now(),
    ...(subscription === undefined ? {} : { subscription }),
  };
  await people.put({ ...ada!, addresses: { mail }, version: ada!.version + 1 }, ada!.version);
}
