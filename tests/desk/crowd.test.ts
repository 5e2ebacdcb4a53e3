import { expect, it } from 'vitest';
import { answerMention } from '../../shared/app/desk/answer-mention.ts';
import { situationOf } from '../../shared/app/desk/situation.ts';
import { etagOf } from '../../shared/app/etag.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { isWaiting, MENTION_STATES } from '../../shared/core/desk/kept-mention.ts';
import { MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { deskHouse } from './support/house.ts';

it('answers 200 people who speak 300 times in ten minutes once each, through two people at once', async () => {
  const house = deskHouse();
  const { ports } = house;
  await house.states('opened');
  let said = 0;
  for (let looks = 0; looks < 120; looks += 1) {
    for (let more = 0; more < 10 && looks < 30; more += 1, said += 1) house.says(`p${said % 200}`, 'api is down');
    if (looks === 10 || looks === 20) await house.states('update');
    await house.look();
    const now = ports.clock.now();
    const waiting = (await ports.stores.mentions.said(plus(now, -60 * MINUTE_MS), now)).filter((one) =>
      isWaiting(one, now),
    );
    const both = ['dora', 'ben'].flatMap((by) => waiting.slice(0, 8).map((mention) => ({ by, mention })));
    const done = await Promise.allSettled(
      both.map(async ({ by, mention }) => {
        const { incident, suggestions } = await situationOf(ports, mention);
        const { text } = suggestions[0]!;
        await answerMention(ports, 'x', mention.id, { text, ifMatch: etagOf(incident!), by });
      }),
    );
    for (const one of done) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Problem);
    house.pass(20 * SECOND_MS);
  }
  const people = house.sent.map(({ to }) => to.author.theirs);
  expect(people).toHaveLength(200);
  expect(new Set(people).size).toBe(200);
  const all = await ports.stores.mentions.said('2026-11-22T09:00:00.000Z', '2026-11-22T12:00:00.000Z');
  expect(all).toHaveLength(300);
  for (const { state } of all) expect(MENTION_STATES).toContain(state);
  expect(new Set(house.sent.map(({ text }) => text)).size).toBeGreaterThanOrEqual(4);
});
