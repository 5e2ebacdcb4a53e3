import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Prompts } from '../../bin/commands/guided/prompts.ts';
import { cadenceIn, componentsIn, contactIn, idOf } from '../../bin/commands/init/answers.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { givenFolder } from '../infra/world/given-world.ts';
import { terminal } from './terminal.ts';

/** Somebody at a terminal with an empty folder, who answers in turn. */
function beginner(...answers: string[]) {
  const folder = givenFolder();
  const file = path.join(folder, 'candor.config.json');
  const person = terminal();
  const asked: string[] = [];
  const prompts = {
    text: async ({ message, check }: Parameters<Prompts['text']>[0]) => {
      asked.push(message);
      const answer = answers.shift() ?? '';
      expect(check?.(answer)).toBeUndefined();
      return answer;
    },
  } as Prompts;
  return {
    ...person,
    file,
    asked,
    atTerminal: () => {
      person.surroundings.prompts = async () => prompts;
    },
    init: (...flags: string[]) => person.candor('init', '--config', file, ...flags),
    written: () => JSON.parse(readFileSync(file, 'utf8')),
  };
}

const FLAGS = [
  '--brand',
  'Shop',
  '--components',
  'API',
  '--contact',
  'help@shop.test',
  '--domain',
  'none',
  '--region',
  'eu-west-1',
];

describe('candor init', () => {
  it('asks five questions, and writes a config that is valid', async () => {
    const { atTerminal, init, asked, written } = beginner(
      'Shop',
      'Website; Platform: API, Webhooks',
      'help@shop.test',
      'https://status.shop.test/',
      'eu-west-1',
    );
    atTerminal();
    const { code, out } = await init('--time-zone', 'Europe/Vienna');
    expect(code).toBe(0);
    expect(asked).toHaveLength(5);
    expect(out).toContain('candor deploy --stage prod');
    expect(written()).toEqual({
      $schema: expect.stringContaining('docs/candor.config.schema.json'),
      brand: { name: 'Shop', timeZone: 'Europe/Vienna' },
      groups: [{ id: 'platform', name: 'Platform' }],
      components: [
        { id: 'website', name: 'Website' },
        { id: 'api', name: 'API', group: 'platform' },
        { id: 'webhooks', name: 'Webhooks', group: 'platform' },
      ],
      channels: ['x'],
      contact: [{ label: 'Mail our support', href: 'mailto:help@shop.test' }],
      stages: { prod: { region: 'eu-west-1', domain: { site: 'status.shop.test' } } },
    });
    expect(() => parseConfig(written())).not.toThrow();
  });

  it('does not ask for the region that the shell names', async () => {
    const { atTerminal, init, asked, written, with: use } = beginner('Shop', 'API', '', '');
    use({ AWS_REGION: 'eu-north-1' });
    atTerminal();
    await init();
    expect(asked).toHaveLength(4);
    expect(written().stages).toEqual({ prod: { region: 'eu-north-1' } });
  });

  it('takes every answer from a flag, and then needs nobody', async () => {
    const { init, written } = beginner();
    const { code } = await init(
      ...FLAGS.slice(0, 6),
      ...['--domain', 'status.shop.test', '--ops-domain', 'ops.shop.test', '--sign-in-domain', 'sign-in.shop.test'],
      ...[
        '--zone',
        'Z0123456789ABC=shop.test',
        '--region',
        'eu-west-1',
        '--standby',
        'eu-central-1',
        '--stage',
        'live',
      ],
      ...[
        '--channels',
        'none',
        '--cadence',
        'critical=5,minor=60',
        '--staffed',
        '08:00-20:00',
        '--time-zone',
        'Europe/Vienna',
      ],
      ...['--accent', '#112233', '--language', 'en'],
    );
    expect(code).toBe(0);
    expect(written()).toMatchObject({
      brand: { accent: '#112233', language: 'en' },
      channels: [],
      cadence: { critical: { investigating: 5, identified: 5, monitoring: 10 }, minor: { investigating: 60 } },
      intake: { staffed: { from: '08:00', to: '20:00', zone: 'Europe/Vienna' } },
      stages: {
        live: {
          region: 'eu-west-1',
          standby: 'eu-central-1',
          domain: {
            ops: 'ops.shop.test',
            signIn: 'sign-in.shop.test',
            zone: { id: 'Z0123456789ABC', name: 'shop.test' },
          },
        },
      },
    });
    expect(() => parseConfig(written())).not.toThrow();
  });

  it('names the flags that are missing where nobody is there to ask', async () => {
    const { init, file } = beginner();
    const { code, err } = await init('--brand', 'Shop');
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('--components, --contact, --domain, --region'),
    });
    expect(existsSync(file)).toBe(false);
  });

  it('writes nothing that a deployment would refuse, and says what is wrong with it', async () => {
    const { init, file } = beginner();
    const { code, err } = await init(...FLAGS, '--standby', 'eu-west-1');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('stages.prod.standby') });
    const wrong = [
      ['--components', 'API, api', 'twice'],
      ['--contact', 'somebody', 'no way to a human'],
      ['--cadence', 'huge=1', 'no cadence'],
      ['--staffed', 'always', '08:00-20:00'],
    ] as const;
    for (const [flag, value, says] of wrong)
      expect((await init(...FLAGS, flag, value)).err).toMatch(new RegExp(`error: ${flag}: .*${says}`));
    expect(existsSync(file)).toBe(false);
  });

  it('writes over a config of somebody’s only when they agree, and keeps what was there', async () => {
    const { init, file, answering, questions, written } = beginner();
    writeFileSync(file, '{"brand": {"name": "Mine"}}');
    expect(await init(...FLAGS)).toMatchObject({ code: 1, out: expect.stringContaining('stays as it is') });
    expect(written().brand.name).toBe('Mine');
    expect(questions).toHaveLength(1);
    answering(() => 'yes');
    expect(await init(...FLAGS)).toMatchObject({ code: 0 });
    expect(written().brand.name).toBe('Shop');
    expect(readFileSync(`${file}.before`, 'utf8')).toContain('Mine');
  });

  it('writes over the example that comes with the project without a question', async () => {
    const { init, file, questions } = beginner();
    writeFileSync(file, readFileSync('candor.config.json'));
    expect(await init(...FLAGS)).toMatchObject({ code: 0 });
    expect(questions).toEqual([]);
  });
});

describe('what people type', () => {
  it('is a list of parts, in groups where they say so', () => {
    expect(componentsIn('A: b, c; d')).toEqual({
      groups: [{ id: 'a', name: 'A' }],
      components: [
        { id: 'b', name: 'b', group: 'a' },
        { id: 'c', name: 'c', group: 'a' },
        { id: 'd', name: 'd' },
      ],
    });
    // A group called like a part of it.
    expect(componentsIn('API: API').groups).toEqual([{ id: 'api-group', name: 'API' }]);
    for (const text of ['', ' , ', ': API', 'Platform:']) expect(() => componentsIn(text)).toThrow(/write|name/);
  });

  it('gets an id of letters that a config takes', () => {
    expect(idOf('Café & Kitchen')).toBe('cafe-kitchen');
    expect(idOf('x'.repeat(60))).toHaveLength(40);
    expect(() => idOf('状态')).toThrow('Latin letters');
  });

  it('is a way to a human', () => {
    expect(contactIn('https://shop.test/help')?.href).toBe('https://shop.test/help');
    expect(contactIn('+43 1 234 56')?.href).toBe('tel:+43123456');
    expect(contactIn(' ')).toBeUndefined();
  });

  it('is a cadence, and what is not said of it as before', () => {
    expect(cadenceIn('major=20')).toEqual({ critical: 10, major: 20, minor: 15 });
  });
});
