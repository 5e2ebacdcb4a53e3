import { describe, expect, it } from 'vitest';
import { Cancelled, type Prompts } from '../../bin/commands/guided/prompts.ts';
import { terminal } from './terminal.ts';

/** A person who answers each question by its words, and remembers what they were shown. */
function person(answers: Record<string, string | readonly string[]>) {
  const shown: string[] = [];
  const asked: string[] = [];
  const answer = (message: string) => {
    asked.push(message);
    const found = Object.entries(answers).find(([words]) => message.includes(words));
    if (!found) throw new Cancelled();
    return found[1];
  };
  const prompts: Prompts = {
    show: (title, text) => shown.push(`${title}\n${text}`),
    text: async ({ message, check }) => {
      const text = answer(message) as string;
      expect(check?.(text)).toBeUndefined();
      return text;
    },
    choose: async (message) => answer(message) as never,
    secret: async (message) => answer(message) as string,
    chooseSeveral: async (message) => answer(message) as readonly string[],
  };
  return { prompts, shown, asked };
}

const OPENING = {
  'What happens?': 'open',
  'in one line': 'Logins fail',
  'How bad': 'major',
  'What is affected?': ['website', 'api'],
  'one answer for all': 'partial_outage',
  'What do customers notice': 'Half of all logins fail.',
  'When will you say more': '30m',
  'Post it?': 'post',
};

describe('candor without words', () => {
  it('asks for an opening step by step, shows what goes out, and posts it', async () => {
    const { candor, api, surroundings } = terminal();
    const { prompts, shown } = person(OPENING);
    surroundings.prompts = async () => prompts;
    const { code, out } = await candor();
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('next update by 10:30 UTC') });
    expect(shown.at(-1)).toMatch(/^This is what goes out\n[\s\S]*x \(\d+ of 280\):\n {2}Investigating/);
    const incident = await api.incidentOf(api.ids[0] ?? '');
    expect(incident.components).toEqual([
      { id: 'website', status: 'partial_outage' },
      { id: 'api', status: 'partial_outage' },
    ]);
  });

  it('shows the story and what history says before an update, and keeps what was left empty', async () => {
    const { candor, api, surroundings } = terminal();
    await candor('open', 'Logins fail', '-i', 'major', '-c', 'api=major_outage', '-m', 'All fail.', '-r', '2h');
    const { prompts, shown, asked } = person({
      'How far': 'identified',
      'What is new': 'An index is rebuilt.',
      'restored?': '',
      'say more?': '',
      'Post it?': 'post',
    });
    surroundings.prompts = async () => prompts;
    expect(await candor('update')).toMatchObject({ code: 0 });
    expect(shown[0]).toContain('All fail.');
    expect(shown[1]).toContain('8 of 10 within');
    expect(asked).not.toContain('Which one?');
    const { entries } = await api.incidentOf(api.ids[0] ?? '');
    expect(entries.at(-1)).toMatchObject({ status: 'identified', promises: { nextUpdateBy: expect.any(String) } });
    expect(entries.at(-1)?.promises).not.toHaveProperty('restoreBy');
  });

  it.each([
    ['leave', 130, 2],
    ['again', 0, 3],
  ])('asks before it says the same words twice: %s', async (answer, code, entries) => {
    const { candor, api, surroundings } = terminal();
    await candor('open', 'Logins fail', '-i', 'major', '-c', 'api=major_outage', '-m', 'All fail.');
    await candor('update', '-m', 'An index is rebuilt.');
    const answers = {
      'How far': '',
      'What is new': 'An index is rebuilt.',
      'restored?': '',
      'say more?': '',
      'Twice?': answer,
      'Post it?': 'post',
    };
    surroundings.prompts = async () => person(answers).prompts;
    expect(await candor('update')).toMatchObject({ code });
    expect((await api.incidentOf(api.ids[0] ?? '')).entries).toHaveLength(entries);
  });

  it('says nothing when the person walks away, or sees the text and leaves it', async () => {
    const { candor, api, surroundings } = terminal();
    for (const answers of [{ 'What happens?': 'open' }, { ...OPENING, 'Post it?': 'leave' }]) {
      surroundings.prompts = async () => person(answers).prompts;
      expect(await candor()).toMatchObject({ code: 130, err: 'Nothing was said.' });
    }
    expect(api.ids).toEqual([]);
  });

  it('asks nobody where a script gave flags, or wants JSON', async () => {
    const { candor, surroundings } = terminal();
    surroundings.prompts = async () => {
      throw new Error('a script was asked');
    };
    expect(await candor('open', '-i', 'major')).toMatchObject({ code: 2 });
    expect(await candor('open', '--json')).toMatchObject({ code: 2 });
  });
});
