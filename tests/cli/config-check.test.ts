import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Compared, effectsOf } from '../../bin/commands/config/changes.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { givenFolder } from '../infra/world/given-world.ts';
import { terminal } from './terminal.ts';

const HOUSE = {
  brand: { name: 'Shop' },
  components: [
    { id: 'api', name: 'API' },
    { id: 'hooks', name: 'Webhooks' },
  ],
  channels: ['x'],
  contact: [{ label: 'Mail us', href: 'mailto:help@shop.test' }],
  stages: { prod: { region: 'eu-west-1', standby: 'eu-central-1', domain: { site: 'status.shop.test' } } },
};

const changed = (more: object) => effectsOf(parseConfig(HOUSE), parseConfig({ ...HOUSE, ...more }));

describe('what a changed config does to what is public', () => {
  it('is nothing where nothing changes', () => {
    expect(changed({})).toEqual([]);
  });

  it.each<[string, object, string, RegExp]>([
    [
      'a part that is taken out',
      { components: [HOUSE.components[0]] },
      'components.hooks',
      /leaves the front page[\s\S]*called “hooks” from then on/,
    ],
    [
      'an id that is changed',
      { components: [HOUSE.components[0], { id: 'webhooks', name: 'Webhooks' }] },
      'components.hooks',
      /begins without a past. Keep the id “hooks”/,
    ],
    ['another name', { brand: { name: 'Store' } }, 'brand.name', /“Store” in the place of “Shop”/],
    ['a channel that is taken out', { channels: [] }, 'channels', /nothing is told on X any more/],
    [
      'another region',
      { stages: { prod: { ...HOUSE.stages.prod, region: 'eu-north-1' } } },
      'stages.prod.region',
      /a second, empty system/,
    ],
    [
      'a standby that is given up',
      { stages: { prod: { region: 'eu-west-1', domain: HOUSE.stages.prod.domain } } },
      'stages.prod.standby',
      /the bucket there stays/,
    ],
    [
      'a domain that is given up',
      { stages: { prod: { ...HOUSE.stages.prod, domain: { site: 'status.store.test' } } } },
      'stages.prod.domain.site',
      /leads nowhere/,
    ],
    ['a stage that is taken out', { stages: { test: {} } }, 'stages.prod', /Candor-prod goes on as it is/],
    ['no way to a human', { contact: [] }, 'contact', /no way to a human/],
  ])('%s is said aloud', (_what, more, place, says) => {
    const effect = changed(more).find((one) => one.place === place);
    expect(effect).toMatchObject({ loud: true, says: expect.stringMatching(says) });
  });

  it.each<[string, object, string]>([
    ['a part that is new', { components: [...HOUSE.components, { id: 'web', name: 'Web' }] }, 'components.web'],
    [
      'a part with another name',
      { components: [HOUSE.components[0], { id: 'hooks', name: 'Hooks' }] },
      'components.hooks',
    ],
    [
      'another cadence',
      {
        cadence: Object.fromEntries(
          ['critical', 'major', 'minor'].map((one) => [one, { investigating: 5, identified: 5, monitoring: 5 }]),
        ),
      },
      'cadence',
    ],
    ['another look', { brand: { name: 'Shop', accent: '#112233' } }, 'brand'],
  ])('%s is told without alarm', (_what, more, place) => {
    expect(changed(more)).toEqual([{ place, loud: false, says: expect.any(String) }]);
  });

  it('is said for every field of a config', () => {
    // A field that nobody has thought of here would change without a word.
    const { $schema: _ours, ...fields } = parseConfig(HOUSE);
    const silent = Object.keys(fields).filter((name) => {
      const before = { ...parseConfig(HOUSE), [name]: ['before'] } as unknown as Compared;
      if (['brand', 'components', 'groups', 'stages', 'channels', 'contact'].includes(name)) return false;
      return effectsOf(before, parseConfig(HOUSE)).length === 0;
    });
    expect(silent).toEqual([]);
  });
});

describe('candor config check', () => {
  const given = (config: object) => {
    const file = path.join(givenFolder(), 'candor.config.json');
    const write = (value: object) => writeFileSync(file, JSON.stringify(value));
    write(config);
    const person = terminal();
    return {
      ...person,
      file,
      write,
      check: (...more: string[]) => person.candor('config', 'check', '--config', file, ...more),
    };
  };

  it('names every place that is wrong at once, and ends with 1', async () => {
    const broken = {
      ...HOUSE,
      components: [
        { id: 'api', name: 'API', group: 'none' },
        { id: 'api', name: 'Again' },
      ],
      stages: undefined,
    };
    const { code, err } = await given(broken).check();
    expect(code).toBe(1);
    expect(err).toContain('the id "api" is used twice');
    expect(err).toContain('"api" is in group "none", which groups does not list');
    const mistyped = await given({ ...HOUSE, components: [{ id: 'API', name: 'API' }] }).check('--json');
    expect(JSON.parse(mistyped.out)).toEqual({
      valid: false,
      problems: ['components.0.id: lower-case letters, digits and hyphens'],
    });
  });

  it('compares with a file, with what was last committed, and with what the page shows', async () => {
    const { check, write, file, surroundings } = given(HOUSE);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: path.dirname(file), stdio: 'ignore' });
    git('init');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@t.test', 'commit', '-m', 'Before');
    expect((await check()).out).toContain('Against what was last committed: nothing changes for customers.');
    write({ ...HOUSE, components: [HOUSE.components[0]] });
    expect((await check()).out).toMatch(/! components\.hooks\n/);

    const before = path.join(path.dirname(file), 'before.json');
    writeFileSync(before, JSON.stringify(HOUSE));
    expect(JSON.parse((await check('--against', before, '--json')).out)).toMatchObject({
      valid: true,
      effects: [{ place: 'components.hooks', loud: true }],
    });

    const published = {
      page: { name: 'Shop' },
      components: [
        { id: 'api', name: 'API', group: false, group_id: null },
        { id: 'gone', name: 'Gone' },
      ],
    };
    surroundings.fetch = async () => new Response(JSON.stringify(published));
    expect((await check('--against', 'site')).out).toMatch(/Against http:\/\/localhost:4310:\n! components\.gone/);
  });

  it('says what is valid and hardly meant', async () => {
    const { out } = await given({ ...HOUSE, contact: [], stages: { prod: {} } }).check();
    expect(out).toContain('contact is empty');
    expect(out).toContain('stages.prod.region is not said');
    expect((await given(HOUSE).check()).out).not.toContain('Worth a look');
  });

  it('says what to do where there is no config, and where it is no JSON', async () => {
    const { candor, file, write } = given(HOUSE);
    expect(await candor('config', 'check', '--config', `${file}.none`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('candor init'),
    });
    writeFileSync(file, '{');
    expect((await candor('config', 'check', '--config', file)).err).toContain('is not JSON');
    write(HOUSE);
  });
});
