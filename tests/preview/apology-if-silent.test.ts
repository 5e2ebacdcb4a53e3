import { describe, expect, it } from 'vitest';
import { api } from '../lint/api.ts';

/** An API whose X is on, and a read of one incident. */
async function withX() {
  const house = api();
  await house.ports.control.setMode('x', 'live');
  return {
    ...house,
    ahead: async (id: string) => (await house.read(id)).apologyIfSilent,
    wait: (seconds: number) => {
      house.clock.nowMs += seconds * 1000;
    },
    texts: async (id: string) =>
      (await house.entries(id)).filter((entry) => entry.kind === 'apology').map((entry) => entry.content?.message),
  };
}

describe('what goes out if nobody speaks', () => {
  it('is shown beforehand word for word, with the second at which it may go out', async () => {
    const { ahead, opened, wait, texts } = await withX();
    const id = await opened();
    const shown = await ahead(id);
    expect(shown).toMatchObject({
      at: '2026-11-22T10:16:30.000Z',
      slips: [{ seq: 1, promise: 'nextUpdateBy', at: '2026-11-22T10:15:00.000Z' }],
      last: false,
    });
    wait(16 * 60 + 30);
    await ahead(id);
    expect(await texts(id)).toEqual([shown.texts.site.text]);
    expect(shown.texts.x).toMatchObject({ mode: 'live', limit: 280, reply: true });
    expect(shown.texts.x.text).toBe(`${shown.texts.site.text}\n\n10:16 UTC`);
  });

  it('is shown for the second time too, and then there is nothing more', async () => {
    const { ahead, opened, wait, texts } = await withX();
    const id = await opened();
    wait(16 * 60 + 30);
    const second = await ahead(id);
    expect(second.last).toBe(true);
    wait(34 * 60);
    expect(await ahead(id)).toBeUndefined();
    expect((await texts(id))[1]).toBe(second.texts.site.text);
  });

  it('is part of a preview: what would follow if nothing followed', async () => {
    const { send, opened, ahead, wait } = await withX();
    const id = await opened();
    wait(60);
    const body = { message: 'A bad index is the cause.', status: 'identified', nextUpdateBy: 'PT20M' };
    const { apologyIfSilent } = (await send('/v1/preview', { command: 'update', incident: id, body })).body;
    expect(apologyIfSilent.texts.x.text).toContain('“A bad index is the cause.”');
    await send(`/v1/incidents/${id}/updates`, body);
    expect(await ahead(id)).toEqual(apologyIfSilent);
  });

  it('moves while somebody is composing', async () => {
    const { ahead, opened, send, wait } = await withX();
    const id = await opened();
    wait(15 * 60);
    await send(`/v1/incidents/${id}/hold`, { minutes: 3 });
    expect((await ahead(id)).at).toBe('2026-11-22T10:18:00.000Z');
  });

  it('is nothing where the pipeline may not speak, and says why', async () => {
    const { ahead, opened, ports } = await withX();
    const restricted = await opened({ handling: 'restricted' });
    expect(await ahead(restricted)).toMatchObject({ quiet: 'restricted' });
    const frozen = await opened();
    await ports.control.freeze({ since: ports.clock.now(), reason: 'a test', by: 'ada' });
    expect(await ahead(frozen)).toEqual({ quiet: 'frozen' });
  });

  it('is the text that a person may post, once the time has passed unanswered', async () => {
    const { ahead, opened, ports, wait } = await withX();
    const id = await opened();
    await ports.control.freeze({ since: ports.clock.now(), reason: 'a test', by: 'ada' });
    wait(20 * 60);
    expect((await ahead(id)).readyText).toContain('we promised an update by 10:15 UTC');
  });

  it('does not say on X what X was never promised', async () => {
    const { ahead, opened, ports } = await withX();
    await ports.control.setMode('x', 'off');
    expect((await ahead(await opened())).texts.x).toEqual({ mode: 'off', notPosted: 'the channel was off' });
  });

  it('is absent where no time is promised', async () => {
    const { ahead, opened } = await withX();
    expect(await ahead(await opened({ nextUpdateBy: null }))).toBeUndefined();
  });

  it('quotes what the commander wrote for this case, and shows it back to nobody but the house', async () => {
    const { ahead, opened, send, read } = await withX();
    const id = await opened();
    const ifLate = 'We wait for a restore of the index. It is slow.';
    const body = { message: 'A bad index is the cause.', ifLate };
    const shown = (await send('/v1/preview', { command: 'update', incident: id, body })).body;
    expect(shown.apologyIfSilent.texts.site.text).toContain(`in case we were late: “${ifLate}”`);
    expect(JSON.stringify([shown.channels])).not.toContain('restore of the index');
    expect((await send(`/v1/incidents/${id}/updates`, body)).body.entry.ifLate).toBe(ifLate);
    expect((await read(id)).entries[1].ifLate).toBe(ifLate);
    expect((await ahead(id)).texts.x.text).toContain(ifLate);
  });

  it('takes no words for this case that would be a promise, a link or a hedge by the time that they are read', async () => {
    const { opened, send } = await withX();
    const id = await opened();
    for (const ifLate of ['Back by 11:00 UTC.', 'See https://example.com.', 'Within two hours.', '']) {
      const refused = await send(`/v1/incidents/${id}/updates`, { message: 'We restart it.', ifLate });
      expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, 'ifLate']);
    }
    const body = { message: 'We restart it.', ifLate: 'It will be done shortly.' };
    const { findings } = (await send('/v1/preview', { command: 'update', incident: id, body })).body;
    expect(findings).toMatchObject([{ rule: 'hedge', field: 'ifLate', quote: 'shortly' }]);
  });

  it('goes with the text beside which it was written, when that is redacted', async () => {
    const { opened, send, wait, ahead, entries } = await withX();
    const id = await opened({ ifLate: 'The key of the customer is lost.' });
    wait(17 * 60);
    await ahead(id);
    await send(`/v1/incidents/${id}/redactions`, { seq: 1, reason: 'personal-data' });
    const told = await entries(id);
    expect(told.filter((entry) => entry.content === undefined).map((entry) => entry.seq)).toEqual([1, 2]);
    expect((await ahead(id)).texts.site.text).not.toContain('customer is lost');
  });
});
