import { describe, expect, it } from 'vitest';
import { readMention } from '../../shared/api/desk.ts';
import { answerMention } from '../../shared/app/desk/answer-mention.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { deskHouse } from './support/house.ts';
import { pagesOf } from './support/public-pages.ts';

/** Somebody has asked, and somebody of the desk has read what they could be answered. */
async function asked() {
  const house = deskHouse();
  await house.states('opened');
  const id = house.says('ana', 'your api is down');
  house.pass(20 * MINUTE_MS);
  await house.look();
  const { suggestions, etag, says } = await readMention(house.ports, { source: 'x', id });
  const send = (text: string) =>
    answerMention(house.ports, 'x', id, { template: suggestions[0]!.template, text, ifMatch: etag, by: 'dora' });
  return { house, suggestions, says, send };
}

describe('a suggestion that somebody has edited', () => {
  it.each([
    ['cause', 'It is due to a bad deploy.'],
    ['time', 'It works by 10:45 UTC.'],
    ['defends', 'As stated, we look at it.'],
    ['mush', 'We apologise for any inconvenience.'],
    ['link', 'See https://status.example'],
    ['mention', 'Ask @cloud.'],
    ['fact', 'No data was lost.'],
    ['length', 'We are sorry. '.repeat(20).trim()],
  ])('goes through the whole lint, whatever template it is said to be: %s', async (rule, more) => {
    const { house, suggestions, send } = await asked();
    await expect(send(`${suggestions[0]!.text} ${more}`)).rejects.toMatchObject({
      document: { type: 'reply-not-sayable', errors: expect.arrayContaining([expect.objectContaining({ rule })]) },
    });
    expect(house.sent).toEqual([]);
  });

  it('goes out as it was edited where nothing speaks against it', async () => {
    const { house, suggestions, send } = await asked();
    const edited = `${suggestions[0]!.text} Thank you for telling us.`;
    await send(edited);
    expect(house.sent.map(({ text }) => text)).toEqual([edited]);
  });
});

describe('what the desk reads out', () => {
  it('is what say.txt says at that moment, and what is offered promises its time and no other', async () => {
    const { house, suggestions, says } = await asked();
    const sayable = (await pagesOf(house))['incidents/i1/say.txt'];
    expect(sayable).toBe(`${says.join('\n')}\n`);
    expect(sayable).toContain('10:30 UTC');
    const times = suggestions.flatMap(({ text }) => text.match(/\d{1,2}:\d{2}/g) ?? []);
    expect(new Set(times)).toEqual(new Set(['10:30']));
  });
});
