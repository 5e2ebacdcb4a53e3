import { describe, expect, it } from 'vitest';
import { at } from '../support/story.ts';
import { houseWith } from './house.ts';

/** Logins failed; it is over since 10:05, and a report was promised for the next day. */
async function resolvedWithReport() {
  const house = await houseWith({ one: {} });
  await house.say('one', 'resolve', { message: 'Logins work again since 10:04 UTC.', reportBy: 'PT24H' });
  house.goTo('10:30');
  const report = async () =>
    (await house.incident('one')).promises
      .filter((row) => row.promise === 'reportBy')
      .map((row) => `${row.at.slice(8, 16)} ${row.state}`);
  return { ...house, report };
}

const LONGER = { message: 'The report needs more time: we wait for a supplier.' };

describe('a report that was promised', () => {
  it('is moved by a second resolve, which ends nothing anew', async () => {
    const { say, report, incident } = await resolvedWithReport();
    expect(await say('one', 'resolve', { ...LONGER, reportBy: 'P3D' })).toMatchObject({ status: 201 });
    expect(await report()).toEqual(['23T10:05 revised', '25T10:30 open']);
    expect(await incident('one')).toMatchObject({ phase: 'resolved', resolvedAt: at('10:05') });
    expect(await say('one', 'resolve', { message: 'It is over.' })).toMatchObject({ status: 200 });
  });

  it('is moved or taken back by an update of what is over, and with nothing else', async () => {
    const { say, report } = await resolvedWithReport();
    expect(await say('one', 'updates', { ...LONGER, reportBy: 'P3D' })).toMatchObject({ status: 201 });
    expect(await say('one', 'updates', { ...LONGER, reportBy: 'P5D', impact: 'minor' })).toMatchObject({
      type: 'incident-not-open',
      detail: expect.stringContaining('of what is over only title and reportBy can be changed'),
    });
    expect(await say('one', 'updates', { message: 'There will be no report.', reportBy: null })).toMatchObject({
      status: 201,
    });
    expect(await report()).toEqual(['23T10:05 revised', '25T10:30 withdrawn']);
  });

  it('is published while the incident is open again, which goes on', async () => {
    const { say, report, incident } = await resolvedWithReport();
    await say('one', 'reopen', { message: 'Logins fail again.' });
    expect(await say('one', 'postmortem', { message: 'How the first outage came about.' })).toMatchObject({
      status: 201,
    });
    expect(await report()).toEqual(['23T10:05 kept']);
    expect(await incident('one')).toMatchObject({ phase: 'open', status: 'investigating' });
  });

  it('cannot be published of an open incident for which none was promised', async () => {
    const { say } = await houseWith({ one: {} });
    expect(await say('one', 'postmortem', { message: 'How it came about.' })).toMatchObject({ type: 'still-open' });
  });

  it('is named to whoever speaks after it was due without mentioning it', async () => {
    const { say, goTo, report } = await resolvedWithReport();
    await say('one', 'reopen', { message: 'Logins fail again.', nextUpdateBy: null });
    goTo('+1 11:00');
    const asked = await say('one', 'updates', { message: 'We restart the database.' }).catch((problem) => problem);
    expect(JSON.stringify(asked)).toContain('we promised a report by 10:05 UTC');
    await say('one', 'updates', { message: 'We restart the database. The report that we promised is late.' });
    expect(await report()).toEqual(['23T10:05 slipped']);
  });
});
