import { describe, expect, it } from 'vitest';
import { ada, grace, machine, person, root, team, victor } from './team.ts';

const bob = person('bob', 'commander');

/** An incident that ada hands over to bob. */
async function handedOver() {
  const house = team();
  const id = await house.opened({ nextUpdateBy: 'PT1H' });
  const answer = await house.post(`/v1/incidents/${id}/handover`, { to: 'bob' });
  expect(answer).toMatchObject({ status: 200, body: { handover: { to: 'bob', from: 'ada', state: 'waiting' } } });
  const accept = (as = bob) => house.post(`/v1/incidents/${id}/handover/accept`, undefined, { as });
  const heard = (from = 0) => house.messages.slice(from).map(({ to, subject }) => `${to}: ${subject}`);
  return { ...house, id, accept, heard };
}

describe('a handover', () => {
  it('is shown to everybody in the house, until and after it is accepted', async () => {
    const { get, id, accept } = await handedOver();
    expect((await get(`/v1/incidents/${id}`, { as: victor })).body.handover.state).toBe('waiting');
    expect(await accept()).toMatchObject({ status: 200, body: { handover: { accepted: { by: 'bob' } } } });
    expect((await get(`/v1/incidents/${id}`)).body.handover).toMatchObject({ state: 'accepted', to: 'bob' });
  });

  it('reminds both of them at once and every five minutes, until it is accepted', async () => {
    const { remind, minute, id, accept, heard } = await handedOver();
    await remind(id);
    const both = ['bob: Handover to bob is not accepted', 'ada: Handover to bob is not accepted'];
    expect(heard()).toEqual(both);
    await minute(4);
    expect(heard()).toEqual(both);
    await minute(2);
    expect(heard()).toEqual([...both, ...both]);
    await accept();
    await minute(10);
    expect(heard()).toEqual([...both, ...both]);
  });

  it('moves the reminders of every open promise to who has accepted', async () => {
    const { minute, accept, heard, messages } = await handedOver();
    await accept();
    await minute(46);
    expect(heard()).toEqual(['bob: Due in 15 min: the next update']);
    expect(messages[0]?.to).toBe('bob');
  });

  it('is not accepted by who handed it over, nor twice, nor without one', async () => {
    const { post, opened, accept } = await handedOver();
    expect(await accept(ada)).toMatchObject({ status: 403, body: { type: 'needs-second-person' } });
    expect((await accept(grace)).status).toBe(403);
    expect((await accept()).status).toBe(200);
    expect(await accept(root)).toMatchObject({ status: 409, body: { type: 'no-handover' } });
    const other = await opened();
    expect((await post(`/v1/incidents/${other}/handover/accept`)).status).toBe(409);
    expect((await post('/v1/incidents/none/handover', { to: 'bob' })).status).toBe(404);
  });

  it('by a token that several people share is accepted with the same token', async () => {
    const { post, opened } = team();
    const id = await opened();
    const as = machine('local', 'read', 'write');
    await post(`/v1/incidents/${id}/handover`, { to: 'bob' }, { as });
    expect((await post(`/v1/incidents/${id}/handover/accept`, {}, { as })).status).toBe(200);
  });

  it('of what is over is refused', async () => {
    const { post, opened } = team();
    const id = await opened();
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' });
    expect(await post(`/v1/incidents/${id}/handover`, { to: 'bob' })).toMatchObject({
      status: 409,
      body: { type: 'incident-not-open' },
    });
  });
});

describe('the list of follow-ups', () => {
  it('says on resolve who still waits for an answer of their own, and is never public', async () => {
    const { get, post, opened, ports } = team();
    const id = await opened();
    const note = (reference: string) => post(`/v1/incidents/${id}/loops`, { reference });
    const { loop } = (await note('ticket T-4711')).body;
    expect((await note('Ticket T-4711 ')).body.loop).toEqual(loop);
    await note('@someone');
    expect((await get(`/v1/incidents/${id}`)).body).not.toHaveProperty('loopsToAnswer');
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' });
    const answered = await post(`/v1/incidents/${id}/loops/${loop.id}/answered`);
    expect(answered).toMatchObject({ status: 200, body: { loop: { answered: { by: 'ada' } } } });
    const { loops, loopsToAnswer } = (await get(`/v1/incidents/${id}`)).body;
    expect(loops).toHaveLength(2);
    expect(loopsToAnswer).toMatchObject([{ reference: '@someone', by: 'ada' }]);
    expect(JSON.stringify(await ports.log.load(id))).not.toContain('T-4711');
  });

  it('reminds of whoever is unanswered after a day, once', async () => {
    const { post, opened, messages, wait, minute } = team();
    const id = await opened();
    await post(`/v1/incidents/${id}/loops`, { reference: 'ticket 4711' });
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' });
    await minute(2);
    wait(23 * 60);
    await minute();
    expect(messages).toEqual([]);
    wait(60);
    await minute(5);
    expect(messages).toMatchObject([{ to: 'commander', text: expect.stringContaining('ticket 4711') }]);
  });

  it('that gets its first name after the end is looked at again', async () => {
    const { post, opened, messages, wait, minute } = team();
    const id = await opened();
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' });
    await minute(5);
    await post(`/v1/incidents/${id}/loops`, { reference: 'ticket 4711' });
    await minute(2);
    wait(24 * 60);
    await minute();
    expect(messages).toHaveLength(1);
  });

  it('knows whom it lists', async () => {
    const { post, opened } = team();
    const id = await opened();
    const answers = [
      await post(`/v1/incidents/${id}/loops/none/answered`),
      await post('/v1/incidents/none/loops', { reference: 'x' }),
      await post(`/v1/incidents/${id}/loops`, { reference: ' ' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual([
      [404, 'no-such-loop'],
      [404, 'incident-not-found'],
      [422, 'invalid-request'],
    ]);
  });
});
