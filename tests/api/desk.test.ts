import { describe, expect, it } from 'vitest';
import { ben, desked, dora } from './desk-story.ts';
import { ada, machine, victor } from './team.ts';

describe('the desk over the API', () => {
  it('shows who waits, and answers them once, in the words that were read', async () => {
    const { get, post, says, outage, sent } = desked();
    const incident = await outage();
    const id = await says('ana');
    const { body: queue } = await get('/v1/desk?state=new', { as: victor });
    expect(queue.mentions).toMatchObject([
      { source: 'x', id, from: 'ana', text: 'the website is down', state: 'new', incident },
    ]);
    expect(queue.mentions[0].why).toBe('says “Website” and “down”; an incident on Website is open');
    const { body } = await get(`/v1/desk/x/${id}`);
    expect(body).toMatchObject({ price: { answer: 0.01, stream: 0.025 }, most: 270 });
    expect(body.says[0]).toContain('We have a problem that is not over');
    const [{ template, text }] = body.suggestions;
    const headers = { 'if-match': body.etag };
    const answered = await post(`/v1/desk/x/${id}/answer`, { template, text }, { as: dora, headers });
    expect(answered).toMatchObject({
      status: 200,
      body: { answer: { state: 'sent', by: 'dora' }, mention: { state: 'answered' } },
    });
    expect(sent).toEqual([text]);
    const second = await post(`/v1/desk/x/${id}/answer`, { template, text }, { as: ben, headers });
    expect(second).toMatchObject({ status: 409, body: { type: 'answered-already', answer: { by: 'dora', text } } });
  });

  it('answers 412 with fresh words if somebody spoke since', async () => {
    const { get, post, says, outage, sent } = desked();
    const incident = await outage();
    const id = await says('ana');
    const { body } = await get(`/v1/desk/x/${id}`);
    await post(`/v1/incidents/${incident}/updates`, { message: 'We restart it.', nextUpdateBy: 'PT45M' }, { as: ada });
    const old = { text: body.suggestions[0].text };
    const refused = await post(`/v1/desk/x/${id}/answer`, old, { as: dora, headers: { 'if-match': body.etag } });
    expect(refused).toMatchObject({ status: 412, body: { type: 'changed-meanwhile' } });
    expect(refused.body.suggestions[0].text).toContain('10:45');
    const fresh = { text: refused.body.suggestions[0].text };
    const sentNow = await post(`/v1/desk/x/${id}/answer`, fresh, {
      as: dora,
      headers: { 'if-match': refused.body.currentEtag },
    });
    expect(sentNow.status).toBe(200);
    expect(sent).toHaveLength(1);
  });

  it('says who was first, and not that words are old, to whoever comes second with old ones', async () => {
    const { get, post, says, outage } = desked();
    const id = await outage();
    const ana = await says('ana');
    const { body: read } = await get(`/v1/desk/x/${ana}`, { as: dora });
    const answer = { text: read.suggestions[0].text };
    const seen = { headers: { 'if-match': read.etag } };
    expect(await post(`/v1/desk/x/${ana}/answer`, answer, { as: dora, ...seen })).toMatchObject({ status: 200 });
    await post(`/v1/incidents/${id}/updates`, { message: 'We replace a disk.', nextUpdateBy: 'PT40M' }, { as: ada });
    expect(await post(`/v1/desk/x/${ana}/answer`, answer, { as: ben, ...seen })).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('answered-already'), answer: { by: 'dora' } },
    });
  });

  it('has a mention answered whose author’s answerer took it once more while it was sent', async () => {
    const { get, post, says, outage, ports } = desked();
    await outage();
    const ana = await says('ana');
    const { body: read } = await get(`/v1/desk/x/${ana}`, { as: dora });
    const x = ports.desk.sources.x as { answer: (of: never) => Promise<unknown> };
    const { answer } = x;
    x.answer = async (of) => {
      await post(`/v1/desk/x/${ana}/take`, {}, { as: dora });
      return answer(of);
    };
    const seen = { headers: { 'if-match': read.etag } };
    await post(`/v1/desk/x/${ana}/answer`, { text: read.suggestions[0].text }, { as: dora, ...seen });
    expect((await get(`/v1/desk/x/${ana}`, { as: dora })).body.mention).toMatchObject({
      state: 'answered',
      by: 'dora',
    });
  });

  it('gives a mention back before its time is over, at once for the next one, and nothing that is another’s', async () => {
    const { post, says, outage } = desked();
    await outage();
    const ana = await says('ana');
    await post(`/v1/desk/x/${ana}/take`, {}, { as: dora });
    const other = await post(`/v1/desk/x/${ana}/release`, {}, { as: ben });
    expect(other.body.mention).toMatchObject({ state: 'taken', by: 'dora' });
    expect((await post(`/v1/desk/x/${ana}/take`, {}, { as: ben })).status).toBe(409);
    expect((await post(`/v1/desk/x/${ana}/release`, {}, { as: dora })).body.mention).toMatchObject({ state: 'new' });
    expect((await post(`/v1/desk/x/${ana}/release`, {}, { as: dora })).status).toBe(200);
    expect((await post(`/v1/desk/x/${ana}/take`, {}, { as: ben })).body.mention).toMatchObject({ by: 'ben' });
  });

  it('lets a machine read and take, and never answer', async () => {
    const { get, post, says, outage, sent } = desked();
    await outage();
    const id = await says('ana');
    const as = machine('bot', 'read', 'write');
    expect((await get('/v1/desk', { as })).status).toBe(200);
    expect((await post(`/v1/desk/x/${id}/take`, undefined, { as })).status).toBe(200);
    const answer = await post(`/v1/desk/x/${id}/answer`, { template: 'ack-known' }, { as });
    expect(answer).toMatchObject({ status: 403, body: { type: 'person-needed' } });
    expect(sent).toEqual([]);
  });

  it('keeps the words of customers out of the audit log', async () => {
    const { get, post, says, outage, ports } = desked();
    await outage();
    const id = await says('ana', { text: 'the website is down, my number is 0815' });
    await post(`/v1/desk/x/${id}/take`, undefined, { as: dora });
    await post(`/v1/desk/x/${id}/answer`, { template: 'ack-known' }, { as: dora });
    const kept = JSON.stringify(await ports.auditLog.newest(10));
    expect(kept).toContain('/answer');
    expect(kept).not.toMatch(/0815|sorry/);
    expect((await get('/v1/desk')).body.mentions[0].text).toContain('0815');
  });
});
