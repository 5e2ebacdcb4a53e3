import { describe, expect, it } from 'vitest';
import { answeredContract, deskSourceContract } from './desk-source.contract.ts';
import { givenDesk } from './given-desk.ts';
import { givenTickets } from './given-tickets.ts';

describe('what is said to us on X', () => {
  deskSourceContract(() => givenDesk('x'), {
    ...{ messages: true, blocked: 'blocked', notSummoned: 'not-summoned', asks: 'money' },
  });
});

describe('what is said to us on Bluesky', () => {
  deskSourceContract(() => givenDesk('bluesky'), {
    ...{ messages: false, blocked: 'blocked', notSummoned: 'answers-closed', asks: 'nothing' },
  });
});

describe('what is said to us on Mastodon', () => {
  deskSourceContract(() => givenDesk('mastodon'), { messages: true, blocked: 'gone', asks: 'nothing' });
});

describe('what is written to us by mail', () => {
  answeredContract(
    () => givenTickets(),
    [
      ['lost-response', true],
      ['lost-request', false],
      ['500-with-effect', true],
      ['500-without-effect', false],
    ],
  );

  it('is not read, and nothing there is looked for, and neither is pretended', async () => {
    const { source } = await givenTickets();
    expect(Object.keys(source).toSorted()).toEqual(['answer', 'source']);
  });

  it('is answered in its ticket, with the case that it belongs to, by whom the ticket system knows', async () => {
    const desk = await givenTickets();
    const to = await desk.hear('ada@example.org');
    const answer = { key: 'k1', text: 'We are on it.', at: desk.now(), to, case: 'K7QXF' };
    const [mail] = [await desk.source.answer(answer), ...desk.ours(to)].slice(1);
    expect(mail).toMatchObject({ from: 'support@example.com', subject: 'Re: A question', text: 'We are on it.' });
    expect(await desk.source.answer(answer)).toMatchObject({ outcome: 'sent', receipt: '2', billed: {} });
    const stranger = await givenTickets({ secret: 'a guess' });
    const other = await stranger.hear();
    expect(await stranger.source.answer({ ...answer, to: other })).toMatchObject({ outcome: 'held' });
    expect(stranger.ours(other)).toEqual([]);
  });
});
