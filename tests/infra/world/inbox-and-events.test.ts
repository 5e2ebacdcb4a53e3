import { describe, expect, it } from 'vitest';
import type { BusEntry } from '../../../infra/local/world/sim-routes.ts';
import { givenWorld, send } from './given-world.ts';

const jsonOf = async (answer: Promise<Response>) => (await answer).json();

describe('the inbox', () => {
  it('keeps what it receives, oldest first, with time and id', async () => {
    const world = await givenWorld({ clockMs: () => Date.parse('2026-11-22T12:00:00.000Z') });
    const reminder = {
      to: 'commander',
      kind: 'reminder' as const,
      incident: 'abc123',
      promise: 'nextUpdateBy',
      text: 'Your next update is due in 5 minutes.',
      links: [{ label: 'Still working on it', url: 'http://localhost:4311/a/token' }],
    };
    await world.inbox.receive(reminder);
    await world.inbox.receive({ to: 'deputy', kind: 'page', incident: 'abc123', text: 'Nobody answers.', links: [] });
    expect(await jsonOf(send(world, 'GET', '/sim/inbox'))).toEqual([
      { id: '1', at: '2026-11-22T12:00:00.000Z', ...reminder },
      {
        id: '2',
        at: '2026-11-22T12:00:00.000Z',
        to: 'deputy',
        kind: 'page',
        incident: 'abc123',
        text: 'Nobody answers.',
        links: [],
      },
    ]);
  });

  it('refuses a message that it could not show', async () => {
    const world = await givenWorld();
    const nothing = { to: 'commander', kind: 'whisper', incident: null, text: 'psst', links: [] };
    await expect(world.inbox.receive(nothing as never)).rejects.toThrow('kind');
    expect(world.inbox.messages()).toEqual([]);
  });
});

describe('a webhook', () => {
  it('takes what Slack would take, and answers as Slack does', async () => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/hooks/on-call', { text: 'Update due', blocks: [{ type: 'divider' }] });
    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    expect(world.inbox.messages()).toMatchObject([
      { to: 'on-call', kind: 'reminder', incident: null, text: 'Update due', links: [] },
    ]);
  });

  it('takes the rest from the field candor', async () => {
    const world = await givenWorld();
    const candor = {
      to: 'deputy',
      kind: 'page',
      incident: 'abc123',
      promise: 'restoreBy',
      links: ['http://localhost:4311/a/t'],
    };
    await send(world, 'POST', '/hooks/on-call', { text: 'Nobody answers', candor });
    expect(world.inbox.messages()).toMatchObject([{ text: 'Nobody answers', ...candor }]);
  });

  it.each([
    ['{', 'invalid_payload'],
    ['"text"', 'invalid_payload'],
    [{}, 'no_text'],
    [{ text: '' }, 'no_text'],
    [{ text: 'a', candor: { kind: 'whisper' } }, 'invalid_payload: candor.kind'],
  ])('refuses %j', async (body, words) => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/hooks/on-call', body);
    expect([answer.status, await answer.text()]).toEqual([400, words]);
    expect(world.inbox.messages()).toEqual([]);
  });
});

describe('POST /sim/events', () => {
  const event = {
    source: 'my.alarms',
    detailType: 'candor.status-change',
    detail: { title: 'Down', impact: 'major', message: 'Down.' },
  };

  it('puts the event on the bus and answers with its id', async () => {
    const put: BusEntry[] = [];
    const world = await givenWorld({
      putEvents: async (entries) => {
        put.push(...entries);
        return { Entries: [{ EventId: 'e-1' }] };
      },
    });
    const answer = await send(world, 'POST', '/sim/events', event);
    expect([answer.status, await answer.json()]).toEqual([202, { eventId: 'e-1' }]);
    expect(put).toEqual([
      {
        Source: 'my.alarms',
        DetailType: 'candor.status-change',
        Detail: '{"title":"Down","impact":"major","message":"Down."}',
      },
    ]);
  });

  it('answers 503 until there is a bus', async () => {
    const world = await givenWorld();
    expect((await send(world, 'POST', '/sim/events', event)).status).toBe(503);
    world.connectBus(async () => ({ Entries: [{ EventId: 'e-2' }] }));
    expect(await jsonOf(send(world, 'POST', '/sim/events', event))).toEqual({ eventId: 'e-2' });
  });

  it('answers 502 with the words of the bus when that refuses', async () => {
    const refused = { Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'no such bus' }] };
    const world = await givenWorld({ putEvents: async () => refused });
    const answer = await send(world, 'POST', '/sim/events', event);
    expect([answer.status, await answer.json()]).toMatchObject([
      502,
      { detail: expect.stringContaining('no such bus') },
    ]);
  });

  it.each([
    [{ ...event, source: '' }, 422, 'source'],
    [{ ...event, source: 5 }, 422, 'source'],
    [{ source: 'a', detail: {} }, 422, 'detailType'],
    [{ ...event, detail: 'text' }, 422, 'detail'],
    [{ ...event, detail: null }, 422, 'detail'],
    [{ ...event, bus: 'other' }, 422, 'bus'],
    [{ ...event, detail: { ...event.detail, impact: 'huge' } }, 400, 'detail.impact'],
    [
      { ...event, detail: { ...event.detail, components: [{ id: 'moon', status: 'operational' }] } },
      400,
      'detail.components.0.id',
    ],
    [{ ...event, detail: { incident: 'i1' } }, 400, 'detail.message'],
    ['{', 400, undefined],
    ['[]', 400, undefined],
  ])('refuses %j', async (body, status, field) => {
    const put: BusEntry[] = [];
    const world = await givenWorld({
      putEvents: async (entries) => {
        put.push(...entries);
        return { Entries: [{ EventId: 'e-1' }] };
      },
    });
    const answer = await send(world, 'POST', '/sim/events', body);
    const { errors } = (await answer.json()) as { errors?: { field: string }[] };
    expect([answer.status, errors?.[0]?.field]).toEqual([status, field]);
    expect(put).toEqual([]);
  });

  it('refuses a body of 2 MB with 413', async () => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/sim/events', { ...event, detail: { text: 'a'.repeat(2_000_000) } });
    expect(answer.status).toBe(413);
  });
});

describe('a notification of SNS', () => {
  const notification = {
    topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms',
    endpoint: 'http://localhost:4311/intake/aws',
    message: '{}',
  };

  it('is handed to SNS, and shows what its endpoint answered', async () => {
    const world = await givenWorld();
    expect((await send(world, 'POST', '/sim/notifications', notification)).status).toBe(503);
    const published: object[] = [];
    world.connectSns(async (message) => {
      published.push(message);
      return { status: 401, body: 'no' };
    });
    const answer = await send(world, 'POST', '/sim/notifications', notification);
    expect([answer.status, await answer.json(), published]).toEqual([202, { status: 401, body: 'no' }, [notification]]);
    expect((await send(world, 'POST', '/sim/notifications', { ...notification, endpoint: 'x' })).status).toBe(422);
    world.connectSns(() => Promise.reject(new Error('refused')));
    expect((await send(world, 'POST', '/sim/notifications', notification)).status).toBe(502);
  });
});
