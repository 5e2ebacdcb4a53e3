import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (clock: string) => `2024-05-03T${clock}:00.000Z`;

type Update = [clock: string, status: string, body: string];
type Promised = {
  index: number;
  kind: 'next_update' | 'resolution';
  by: string;
  sentence: string;
  vague?: boolean;
  at?: string;
};

/** Writes a recorded incident and the promises found in it, as the data files have them. Answers its file. */
function recorded(updates: Update[], promises: Promised[] = [], more: object = {}): string {
  const home = mkdtempSync(path.join(folder, 'data-'));
  mkdirSync(path.join(home, 'incidents'));
  const incident = {
    source: 'example',
    id: 'one',
    name: 'Searches time out',
    kind: 'incident',
    impact: 'minor',
    resolved_at: at(updates.at(-1)?.[0] ?? ''),
    components: ['api'],
    updates: updates.map(([clock, status, body]) => ({ at: at(clock), status, body })),
    ...more,
  };
  const rows = promises.map(({ index, kind, by, sentence, vague = false, ...row }) => ({
    source: 'example',
    id: 'one',
    update_index: index,
    at: row.at ?? at(updates[index]?.[0] ?? ''),
    kind,
    deadline: at(by),
    sentence,
    vague,
    verdict: 'slipped',
    slip_min: 30,
  }));
  const file = path.join(home, 'incidents', 'example.jsonl');
  writeFileSync(file, `${JSON.stringify({ ...incident, id: 'other' })}\n${JSON.stringify(incident)}\n`);
  writeFileSync(path.join(home, 'promises.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return file;
}

const SLOW: Update[] = [
  ['10:00', 'investigating', 'Searches time out.'],
  ['10:30', 'identified', 'A shard is lost. We expect to be back within an hour.'],
  ['12:30', 'update', 'Still copying the shard.'],
  ['13:00', 'resolved', 'Searches work again.'],
];
const WITHIN_AN_HOUR: Promised = {
  index: 1,
  kind: 'resolution',
  by: '11:30',
  sentence: 'We expect to be back within an hour.',
};

describe('replaying an outage', () => {
  it('gives the apology that nobody got, for the promise that was really made and for no other', async () => {
    const { candor, api } = terminal();
    const { code, out } = await candor(
      '--json',
      'replay',
      recorded(SLOW, [WITHIN_AN_HOUR]),
      '--id',
      'one',
      '--speed',
      '60',
    );
    const summary = JSON.parse(out);
    expect(code).toBe(0);
    expect(summary).toMatchObject({
      status: 'resolved',
      entries: { said: 4, automated: 1 },
      promises: [{ promise: 'restoreBy', became: 'slipped', toldVerdict: 'slipped' }],
      set: { kept: 3 },
      interrupted: false,
    });
    expect(summary.apologies).toHaveLength(1);
    expect(summary.apologies[0].text).toContain('back by');
    const { entries } = await api.incidentOf(summary.incident);
    expect(entries.map((entry) => entry.kind)).toEqual(['opened', 'update', 'apology', 'update', 'resolved']);
    expect(entries[2]?.settles).toMatchObject([{ seq: 2, promise: 'restoreBy', as: 'slipped' }]);
  });

  it('gives it also at a speed at which the pipeline is seconds behind, and before the word that came next', async () => {
    const { candor, api } = terminal();
    api.pace.behindMs = 6000;
    await candor('replay', recorded(SLOW, [WITHIN_AN_HOUR]), '--id', 'one', '--speed', '1200');
    const { entries } = await api.incidentOf(api.ids[0] ?? '');
    expect(entries.map((entry) => entry.kind)).toEqual(['opened', 'update', 'apology', 'update', 'resolved']);
  });

  it('keeps the distances of the file, on a clock that runs faster', async () => {
    const { candor, api, clock } = terminal();
    const startMs = clock.nowMs;
    await candor('replay', recorded(SLOW, [WITHIN_AN_HOUR]), '--id', 'one', '--speed', '60');
    const { entries, promises } = await api.incidentOf(api.ids[0] ?? '');
    const said = entries.filter((entry) => !entry.automated).map((entry) => Date.parse(entry.at) - startMs);
    expect(said).toEqual([0, 30_000, 150_000, 180_000]);
    const eta = promises.find((row) => row.promise === 'restoreBy');
    expect(Date.parse(eta?.at ?? '') - startMs).toBe(90_000);
    const margins = promises.filter((row) => row.promise === 'nextUpdateBy').map((row) => Date.parse(row.at) - startMs);
    expect(margins).toEqual([35_000, 155_000, 185_000]);
  });

  it('shows as it goes what is said, promised and answered', async () => {
    const { candor } = terminal();
    const { out } = await candor('replay', recorded(SLOW, [WITHIN_AN_HOUR]), '--id', 'one', '--speed', '60');
    expect(out).toContain('api is API here');
    expect(out).toMatch(/PROMISED: restored by 10:01:30 UTC, in the file by 05-03 11:30:\n +"We expect to be back/);
    expect(out).toContain('APOLOGY, written by the pipeline');
    expect(out).toContain('slipped here; in the file slipped by 30 min');
    expect(out.indexOf('APOLOGY')).toBeLessThan(out.indexOf('Still copying'));
  });

  it('posts entries of the same instant in their order', async () => {
    const { candor, api } = terminal();
    const file = recorded([
      ['10:00', 'investigating', 'one'],
      ['10:05', 'update', 'two'],
      ['10:05', 'update', 'three'],
      ['10:05', 'resolved', 'four'],
    ]);
    await candor('replay', file, '--id', 'one', '--speed', '600');
    const { entries } = await api.incidentOf(api.ids[0] ?? '');
    expect(entries.map((entry) => entry.content?.message)).toEqual(['one', 'two', 'three', 'four']);
    expect(entries.some((entry) => entry.automated)).toBe(false);
  });

  it('says anyway what the rules ask about, and counts it', async () => {
    const { candor, api } = terminal();
    api.asksAbout.push({ rule: 'hedge', pattern: /copying/, reason: 'test' });
    const { out } = await candor('--json', 'replay', recorded(SLOW), '--id', 'one', '--speed', '6000');
    expect(JSON.parse(out)).toMatchObject({ overridden: { hedge: 1 }, entries: { said: 4 } });
  });

  it('does not believe rows that name no time, another text, or a time that had passed', async () => {
    const { candor, api } = terminal();
    const rows: Promised[] = [
      { ...WITHIN_AN_HOUR, vague: true },
      { ...WITHIN_AN_HOUR, sentence: 'Back by noon.' },
      { ...WITHIN_AN_HOUR, by: '10:30' },
      { ...WITHIN_AN_HOUR, at: at('10:31') },
    ];
    const { out } = await candor('replay', recorded(SLOW, rows), '--id', 'one', '--speed', '6000');
    expect(out.match(/is not taken as a promise/g)).toHaveLength(4);
    expect((await api.incidentOf(api.ids[0] ?? '')).promises.some((row) => row.promise === 'restoreBy')).toBe(false);
  });

  it('says so when a promise has passed on the fast clock before it could be posted', async () => {
    const { candor, clock, whileWaiting, api } = terminal();
    let slept = false;
    whileWaiting(() => {
      // The machine goes to sleep for ten minutes before the second entry.
      if (!slept) clock.nowMs += 600_000;
      slept = true;
    });
    const { out } = await candor('--json', 'replay', recorded(SLOW, [WITHIN_AN_HOUR]), '--id', 'one', '--speed', '60');
    expect(JSON.parse(out)).toMatchObject({ tooLate: 1, promises: [] });
    expect((await api.incidentOf(api.ids[0] ?? '')).promises.some((row) => row.promise === 'restoreBy')).toBe(false);
  });

  it('stops at Ctrl-C, resolves nothing, and goes on where it stopped', async () => {
    const { candor, api, interrupt, whileWaiting, again } = terminal();
    const file = recorded(SLOW);
    whileWaiting(() => interrupt());
    const stopped = await candor('replay', file, '--id', 'one', '--speed', '60');
    const id = api.ids[0] ?? '';
    expect(stopped.code).toBe(130);
    expect(stopped.err).toContain(`--resume ${id}`);
    expect(stopped.err).toContain(`candor resolve ${id}`);
    expect((await api.incidentOf(id)).phase).toBe('open');
    again();
    const resumed = await candor('replay', file, '--id', 'one', '--speed', '60', '--resume', id);
    expect(resumed.code).toBe(0);
    const { entries } = await api.incidentOf(id);
    expect(entries.filter((entry) => !entry.automated).map((entry) => entry.content?.message)).toEqual(
      SLOW.map(([, , body]) => body),
    );
  });

  it('leaves open what the file never resolved, and says so', async () => {
    const { candor } = terminal();
    const file = recorded(SLOW.slice(0, 3), [], { resolved_at: null });
    const { out } = await candor('replay', file, '--id', 'one', '--speed', '6000');
    expect(out).toContain('does not say that it was ever resolved');
    expect(out).toContain('The incident is identified');
  });

  it('says which component stands in for one that is not here', async () => {
    const { candor } = terminal();
    const { out } = await candor(
      'replay',
      recorded(SLOW, [], { components: ['Teleporter'] }),
      '--id',
      'one',
      '--speed',
      '6000',
    );
    expect(out).toContain('no component here is called Teleporter; Website stands in for it');
  });

  it.each([
    ['nothere', 'has no incident "nothere"'],
    ['one', 'It is a number above 0', '--speed', '0'],
    ['one', 'promises-of-nobody.jsonl cannot be read', '--promises', 'promises-of-nobody.jsonl'],
  ])('refuses what it cannot do: %s, %s', async (id, why, ...more) => {
    const { candor, api } = terminal();
    const { code, err } = await candor('replay', recorded(SLOW), '--id', id, ...more);
    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(api.commands()).toEqual([]);
  });
});

describe('candor verify', () => {
  it('finds what a site has published sound, and names the entry that was changed', async () => {
    const { candor, surroundings, api } = terminal();
    await candor('replay', recorded(SLOW), '--id', 'one', '--speed', '6000');
    expect(await candor('verify', 'http://localhost:4310')).toMatchObject({ code: 0 });
    const honest = surroundings.fetch;
    surroundings.fetch = async (url, init) => {
      const answer = await honest(url, init);
      if (!url.endsWith('log.jsonl')) return answer;
      return new Response((await answer.text()).replace('A shard is lost', 'Nothing is lost'));
    };
    const { code, out } = await candor('verify', 'http://localhost:4310');
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`FAULT +${api.ids[0]} .*line 2 has a text that was changed`));
  });

  it('says when an address is no status site', async () => {
    const { candor } = terminal();
    const { code, err } = await candor('verify', 'http://localhost:4310/elsewhere');
    expect(code).toBe(2);
    expect(err).toContain('is it a status site?');
  });
});
