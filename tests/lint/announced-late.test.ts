import { describe, expect, it } from 'vitest';
import { api } from './api.ts';

/** An incident of 10:00 that promised to be back by 10:30, at 10:40. */
async function lateHouse() {
  const house = api();
  const id = await house.opened({ status: 'identified', restoreBy: 'PT30M', nextUpdateBy: 'PT2H' });
  house.clock.nowMs += 40 * 60_000;
  const look = async (command: string, body: object) =>
    (await house.send('/v1/preview', { command, incident: id, body })).body;
  const found = async (command: string, body: object) =>
    (await look(command, body)).findings.filter((one: { rule: string }) => /announced|happened/.test(one.rule));
  return { ...house, id, look, found };
}

const MESSAGE = 'Logins work again since 10:20 UTC for all accounts.';

describe('a time in the text at which it was back', () => {
  it('is offered as the field that pages show, with what it means for the time that we gave', async () => {
    const { found, look } = await lateHouse();
    const at = '2026-11-22T10:20:00.000Z';
    const [finding] = await found('resolve', { message: MESSAGE });
    expect(finding).toMatchObject({
      rule: 'happened-earlier',
      level: 'hint',
      field: 'happenedAt',
      quote: 'since 10:20 UTC',
      accept: { field: 'happenedAt', value: at },
    });
    expect(finding.reason).toContain('kept, and announced late');
    // One tap later.
    const accepted = { message: MESSAGE, [finding.accept.field]: finding.accept.value };
    expect(await found('resolve', accepted)).toEqual([]);
    expect((await look('resolve', accepted)).channels.site.text).toContain('it was back at 10:20 UTC, before the time');
  });

  it('is offered to the update that begins the watch and to a correction of the word that it is back', async () => {
    const { found, send, id } = await lateHouse();
    const rules = async (command: string, body: object) =>
      (await found(command, body)).map((one: { rule: string }) => one.rule);
    expect(await rules('update', { status: 'monitoring', message: MESSAGE })).toEqual(['happened-earlier']);
    await send(`/v1/incidents/${id}/resolve`, { message: 'Logins work again.' });
    const correction = { corrects: 3, message: 'They were back at 10:20 UTC.' };
    expect(await rules('correct', correction)).toEqual(['happened-earlier']);
    expect(await rules('correct', { ...correction, corrects: 1 })).toEqual([]);
  });

  it('is let be where it is no word of being back, lies in the last minutes, or before the incident', async () => {
    const { found } = await lateHouse();
    for (const message of [
      'It began at 10:05 UTC.',
      'Logins work again since 10:37 UTC.',
      'Logins work again since 09:10 UTC.',
      'Logins work again since 10:20.',
    ])
      expect(await found('resolve', { message })).toEqual([]);
    expect(await found('update', { message: MESSAGE })).toEqual([]);
  });

  it('is missed in a text that keeps silent about it, although its field has it', async () => {
    const { found } = await lateHouse();
    const happenedAt = '2026-11-22T10:20:00Z';
    expect(await found('resolve', { message: 'Logins work again.', happenedAt })).toMatchObject([
      {
        rule: 'announced-late',
        level: 'hint',
        field: 'message',
        quote: '',
        reason:
          'by your account it was back before 10:30 UTC, the time that we gave; pages will say “kept, announced late”, and the text does not mention it',
        suggestion: 'It was back at 10:20 UTC already; we say so only now.',
      },
    ]);
    expect(await found('resolve', { message: 'Logins work again.', happenedAt: '2026-11-22T10:35:00Z' })).toEqual([]);
  });
});

describe('what one tap may accept', () => {
  it('is a field of the same body, and the finding is gone with it', async () => {
    const house = api();
    const id = await house.opened();
    house.clock.nowMs += 60_000;
    const findings = async (body: object) =>
      (await house.send('/v1/preview', { command: 'update', incident: id, body })).body.findings as {
        rule: string;
        accept?: { field: string; value: string };
      }[];
    for (const body of [
      { message: 'Next update in 45 minutes.' },
      { message: 'The cause was found at 10:00.' },
      { message: 'A rebuild is running.', status: 'identified', restoreBy: 'PT1M' },
      { message: 'A rebuild is running. We expect it back by 14:00 UTC.', status: 'identified' },
    ]) {
      const before = await findings(body);
      const accepts = before.flatMap((one) => (one.accept ? [one.accept] : []));
      expect(accepts).not.toEqual([]);
      const [{ field, value }] = accepts as [{ field: string; value: string }];
      const rule = before.find((one) => one.accept)?.rule;
      expect((await findings({ ...body, [field]: value })).map((one) => one.rule)).not.toContain(rule);
    }
  });
});
