import { describe, expect, it } from 'vitest';
import { tendDrafts } from '../../shared/app/tend-drafts.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { duringAnOutage } from './during-an-outage.ts';
import { read } from './visitor.ts';

const TEXT = 'A disk is full; we are adding another.';

/** In front of an open incident at 10:00, its next word promised by 10:15, and a text that is kept on the form. */
async function keepingOne(typed: Record<string, string> = { at: '10:10Z', nextUpdate: '30m' }) {
  const outage = await duringAnOutage();
  const { api, clock, does, id, person } = outage;
  const form = await outage.page('update');
  const shown = await person.submit(form, 'update', { message: TEXT, do: 'keep', ...typed });
  const [draft] = await api.ports.drafts.waiting();
  return {
    ...outage,
    form,
    shown,
    draft,
    draftPage: () => person.get(`/console/drafts/${draft?.id}`),
    entries: async () => (await api.incidentOf(id)).entries.map(({ content }) => content?.message),
    pass: async (minutes: number) => {
      clock.nowMs += minutes * MINUTE_MS;
      await tendDrafts(api.ports, await api.ports.drafts.waiting(), { channels: {} });
    },
    others: () => does('update', { message: 'It is a network cable.', nextUpdate: '2h' }),
  };
}

describe('a text that is kept on its form', () => {
  it('stays private, says when it is posted and how it will read, and is posted then', async () => {
    const { shown, page, person, pass, entries } = await keepingOne();
    expect(read(shown)).toContain('Kept for later');
    expect(read(shown)).toContain(
      'Private: nothing of it is public. It is posted by itself at 10:10 UTC in 10 min , unless something is said before.',
    );
    expect(read(shown)).toContain('10:40 UTC');
    for (const where of [await page(), await person.get('/console')])
      expect(read(where)).toContain(`${TEXT} By commander. It is posted by itself at 10:10 UTC in 10 min`);
    expect(await entries()).toHaveLength(1);
    await pass(10);
    expect(await entries()).toEqual([expect.any(String), TEXT]);
  });

  it('is kept once where the answer was lost, and its form is sent again', async () => {
    const { form, person, api, loseAnswers, page } = await keepingOne();
    const again = await page('update');
    loseAnswers(2);
    const typed = { message: 'Another text.', do: 'keep', at: '5m', nextUpdate: '30m' };
    const lost = await person.submit(again, 'update', typed);
    expect(read(lost)).toContain(
      'Whether it was kept is not known. Your text is below. Keep it again: it is kept once.',
    );
    await person.look(lost, 'update', { do: 'keep' });
    expect(await api.ports.drafts.waiting()).toHaveLength(2);
    await person.submit(form, 'update', { message: TEXT, do: 'keep', at: '10:10Z', nextUpdate: '30m' });
    expect(await api.ports.drafts.waiting()).toHaveLength(2);
  });

  it('comes back with its words where its time is none, and nothing is kept', async () => {
    const passed = await keepingOne({ at: '09:30Z' });
    expect(passed.shown.statusCode).toBe(422);
    expect(read(passed.shown)).toContain('The time at which it was to be posted has passed already');
    expect(passed.shown.body).toContain(TEXT);
    expect(passed.draft).toBeUndefined();
    const unclear = await keepingOne({ at: 'soon' });
    expect(read(unclear.shown)).toContain('"soon" is not a time');
    const late = await keepingOne({ at: '40m' });
    expect(read(late.shown)).toContain('The public was promised a word by 10:15 UTC, before that');
  });

  it('waits where something was said since, says so, and is posted by one tap of whoever has read that', async () => {
    const { others, pass, draftPage, entries, person, page } = await keepingOne();
    await others();
    await pass(11);
    expect(await entries()).toHaveLength(2);
    expect(read(await page())).toContain('It was not posted at 10:10 UTC: something was said after it was kept.');
    const shown = await draftPage();
    expect(read(shown)).toContain('This was said since it was written.');
    await person.submit(shown, 'approve', {});
    expect((await entries()).at(-1)).toBe(TEXT);
  });

  it('is posted by hand, and then not by itself', async () => {
    const { shown, person, pass, entries } = await keepingOne();
    expect(read(await person.submit(shown, 'approve', {}))).toContain(TEXT);
    await pass(12);
    expect(await entries()).toHaveLength(2);
  });

  it('is changed, its times too, and dropped', async () => {
    const { shown, person, api, draft, pass, entries } = await keepingOne();
    const edited = await person.submit(shown, 'edit', {
      message: 'Two disks are full.',
      at: '12m',
      nextUpdateBy: '1h',
    });
    expect(read(edited)).toContain('It is posted by itself at 10:12 UTC in 12 min , unless something is said before.');
    const same = await person.submit(edited, 'edit', { message: 'Two disks were full.' });
    expect(read(same)).toContain('It is posted by itself at 10:12 UTC');
    const unclear = await person.submit(same, 'edit', { at: 'soon' });
    expect(read(unclear)).toContain('"soon" is not a time');
    expect(await api.ports.drafts.read(draft?.id ?? '')).toMatchObject({
      version: 3,
      publishAt: '2026-11-22T10:12:00.000Z',
      text: expect.stringContaining('"nextUpdateBy":"2026-11-22T11:12:00.000Z"'),
    });
    const byHand = await person.submit(same, 'edit', { at: '' });
    expect(read(byHand)).toContain('It is posted when commander posts it.');
    await person.submit(byHand, 'drop', {});
    await pass(15);
    expect(await entries()).toHaveLength(1);
  });
});
