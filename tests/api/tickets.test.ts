import { describe, expect, it } from 'vitest';
import { dora } from './desk-story.ts';
import { ada } from './team.ts';
import { reasonsOf, ticketed } from './ticketed.ts';

describe('a message of the ticket system', () => {
  it('gets its receipt at the next look, once, in its ticket, and is handed over with it', async () => {
    const { writes, look, outage, replies, cases, looks, kept } = await ticketed();
    await outage();
    expect(await writes('the website is down, my number is 0815')).toMatchObject({
      status: 202,
      body: { result: 'heard', mention: expect.any(String) },
    });
    expect(looks.count).toBe(1);
    await look();
    await look();
    const name = cases[0]!.case;
    expect(replies).toMatchObject([{ case: name, to: { conversation: 'T1', direct: true } }]);
    expect(replies[0]!.text).toContain(`case ${name}`);
    expect(cases).toMatchObject([{ source: 'mail', ticket: 'T1', theirs: 'T1/m1' }]);
    expect(JSON.stringify([await kept(), cases])).not.toContain('0815');
  });

  it('told twice, by one after the other or both at once, is one, and has one receipt', async () => {
    const { writes, look, outage, replies, kept } = await ticketed();
    await outage();
    const both = await Promise.all([writes('down?'), writes('down?')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 202]);
    await look();
    expect(await writes('down?')).toMatchObject({ status: 200, body: { result: 'known' } });
    await Promise.all([look(), look()]);
    expect((await kept()).mentions).toHaveLength(1);
    expect(replies).toHaveLength(1);
  });

  it('that has neither a name nor a time is known by its words, which nobody can tell from what is kept', async () => {
    const { writes, outage, kept, wait } = await ticketed();
    await outage();
    const nameless = { message: undefined, at: undefined };
    await writes('is it down?', nameless);
    wait(5);
    expect(await writes('is it  down?', nameless)).toMatchObject({ body: { result: 'known' } });
    expect(await writes('is it still down?', nameless)).toMatchObject({ body: { result: 'heard' } });
    const { mentions } = await kept();
    expect(mentions).toHaveLength(2);
    expect(mentions.map(({ theirs }) => theirs)).toEqual(Array(2).fill(expect.stringMatching(/^T1\/[0-9a-f]{24}$/)));
  });

  it('of a clock that is ahead counts as said now, and has its receipt', async () => {
    const { writes, look, outage, replies } = await ticketed();
    await outage();
    await writes('down?', { at: '2026-11-22T14:00:00+02:00' });
    await look();
    expect(replies).toHaveLength(1);
  });

  it('that is nothing but the wish to be left alone is honoured before it is answered, also above what it quotes', async () => {
    for (const text of [
      'STOP',
      'Stop, please.\n\nOn Sun, 22 Nov 2026 at 10:02 Support wrote:\n> We have your message. The website is down.',
      '<p>unsubscribe</p><blockquote>We have your message.</blockquote>',
    ]) {
      const { writes, look, outage, replies, kept } = await ticketed();
      await outage();
      await writes('down?', { message: 'm0' });
      await look();
      await writes(text, { subject: 'Re: Your message' });
      expect((await kept()).people).toMatchObject([{ source: 'mail', optedOut: {} }]);
      await writes('still down', { message: 'm2' });
      await look();
      expect(replies).toHaveLength(1);
    }
  });

  it('about nothing that is open waits an hour for an incident, and is then left to support', async () => {
    const { writes, look, outage, replies, kept, wait } = await ticketed();
    await writes('How do I change my password?');
    wait(30);
    await writes('is the website down?', { from: 'c2', message: 'm2' });
    wait(1);
    await outage();
    await look();
    expect(replies).toHaveLength(1);
    const states = async () => (await kept()).mentions.map(({ state, by, reason }) => [state, by, reason]);
    // The first is not too late to be about it, and too late for a receipt.
    expect(await states()).toEqual([
      ['new', undefined, undefined],
      ['handed', 'pipeline', undefined],
    ]);
    const quiet = await ticketed();
    await quiet.writes('How do I change my password?');
    for (const minutes of [60, 1]) {
      quiet.wait(minutes);
      await quiet.look();
    }
    expect((await quiet.kept()).mentions).toMatchObject([
      { state: 'left', by: 'pipeline', reason: expect.stringContaining('support has the ticket') },
    ]);
    expect(quiet.replies).toEqual([]);
  });

  it('is from the same person however their address is written', async () => {
    const { writes, kept } = await ticketed();
    await writes('stop', { from: 'Ada@Example.org' });
    await writes('down?', { from: 'ada@example.org', message: 'm2' });
    const { people, mentions } = await kept();
    expect(new Set([...people, ...mentions].map(({ person }) => person)).size).toBe(1);
  });
});

describe('what is ours and comes back as a message', () => {
  it('is left out: by who wrote it, by its name, and by its words with a signature behind them', async () => {
    const { writes, look, outage, replies, kept } = await ticketed();
    await outage();
    await writes('down?');
    await look();
    const { text, key } = replies[0]!;
    const echoes = [
      { text: 'anything', by: 'Agent' },
      { text: 'anything', message: 'm100' },
      { text: 'anything', message: key },
      { text: `${text}\n\nKind regards\nYour support`, from: 'support@example.com', message: 'm7' },
      { text: `<p>${text}</p>`, from: 'api', message: 'm8' },
    ];
    for (const { text: words, ...echo } of echoes)
      expect(await writes(words, echo)).toMatchObject({ status: 200, body: { result: 'ours' } });
    await look();
    expect((await kept()).mentions).toHaveLength(1);
    expect(replies).toHaveLength(1);
  });

  it('is told from what a customer says above it, or somebody else in another ticket', async () => {
    const { writes, look, outage, replies, kept } = await ticketed();
    await outage();
    await writes('down?');
    await look();
    const { text } = replies[0]!;
    await writes(`And when will it be over?\n\n${text}`, { message: 'm2' });
    await writes(text, { ticket: 'T2', from: 'c2', message: 'm3' });
    await writes(`${text}\nSTOP`, { message: 'm4' });
    expect((await kept()).mentions).toHaveLength(4);
  });
});

describe('a person who answers by mail', () => {
  it('answers in the ticket, under the case; and what nobody knows of is never sent again', async () => {
    const { writes, look, outage, replies, outcomes, get, post, wait } = await ticketed();
    await outage();
    const { body: first } = await writes('is the website down?');
    await look();
    const at = `/v1/desk/mail/${first.mention}`;
    const { body: seen } = await get(at);
    expect(seen).toMatchObject({ price: { answer: 0 }, most: 2_000, mention: { byHand: false, from: 'c1', text: '' } });
    outcomes.push({ outcome: 'unknown', reason: 'no answer within 5 s', billed: {} });
    const body = { template: 'ack-known' };
    expect((await post(`${at}/answer`, body, { as: dora })).body.answer.state).toBe('doubt');
    expect(replies.at(-1)).toMatchObject({ case: seen.case.case, to: { conversation: 'T1' } });
    for (const _minute of [1, 2, 3]) {
      wait(1);
      await look();
    }
    expect(replies).toHaveLength(2);
    const told = (await get(at)).body.told.find(({ kind }: { kind: string }) => kind === 'reply');
    expect(told).toMatchObject({ state: 'unknown', reason: expect.stringContaining('nobody can look there') });
  });

  it('is never said twice where whoever sent it died over it', async () => {
    const { writes, look, outage, replies, desk, wait } = await ticketed();
    await outage();
    await writes('is the website down?');
    const { mail } = desk.sources;
    desk.sources = {
      mail: {
        ...mail!,
        answer: async (one) => {
          await mail!.answer(one);
          throw new Error('killed');
        },
      },
    };
    for (const _minute of [1, 2, 3]) {
      await look();
      wait(1);
    }
    expect(replies).toHaveLength(1);
  });

  it('tells them when it is over, and when it is not after all, in the same ticket, once', async () => {
    const { writes, look, outage, noted, replies, post, wait, ports } = await ticketed();
    const id = await outage();
    const { body: first } = await writes('is the website down?');
    await look();
    await post(`/v1/desk/mail/${first.mention}/answer`, { template: 'ack-known' }, { as: dora });
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' }, { as: ada });
    await noted(id);
    await post('/v1/desk/report-back', { incident: id }, { as: dora });
    wait(11);
    for (const _twice of [1, 2]) await look();
    expect(replies).toHaveLength(3);
    // Whoever was promised a word under a case has had it, whatever they were told in between.
    expect(await ports.followUps.of(id)).toMatchObject([{ answered: { by: 'dora' } }]);
    await post(`/v1/incidents/${id}/reopen`, { message: 'It fails again.' }, { as: ada });
    await noted(id);
    for (const _twice of [1, 2]) await look();
    expect(replies).toHaveLength(4);
    expect(new Set(replies.map(({ to }) => to.conversation))).toEqual(new Set(['T1']));
    expect(new Set(replies.map(({ key }) => key)).size).toBe(4);
  });
});

describe('how support says that a case stands', () => {
  it('is shown on the case, by case or by ticket, once, in the words of ticket systems', async () => {
    const { writes, look, outage, tell, get } = await ticketed();
    await outage();
    const { body: first } = await writes('is the website down?');
    await look();
    const of = async () => (await get(`/v1/desk/mail/${first.mention}`)).body.case;
    const { case: name } = await of();
    const note = 'We sent the order again.';
    for (const _twice of [1, 2])
      expect(await tell({ ticket: 'T1', state: 'Pending', note })).toMatchObject({
        status: 200,
        body: { case: name, state: 'waiting-for-customer' },
      });
    await tell({ case: name.toLowerCase(), state: 'closed' });
    expect(await of()).toMatchObject({
      state: 'solved',
      notes: [
        { by: 'ticket system', state: 'waiting-for-customer', text: note },
        { by: 'ticket system', state: 'solved' },
      ],
    });
  });

  it('is refused of a case that nobody has, and where it names none', async () => {
    const { tell } = await ticketed();
    expect(await tell({ ticket: 'T9', state: 'open' })).toMatchObject({ status: 404, body: { type: 'no-such-case' } });
    expect(reasonsOf(await tell({ state: 'open' }))).toEqual(['case: names neither a case nor a ticket']);
    expect(reasonsOf(await tell({ case: 'K7QXF', state: 'merged' }))).toEqual([
      'state: must be one of open, waiting-for-customer, solved',
    ]);
  });
});
