import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { OPS } from './house.ts';
import { grace, team } from './team.ts';

const rules = (onTimeout: 'publish' | 'escalate') => ({
  policy: {
    ...policyOf(config),
    approval: { impacts: ['critical'], phrases: [], timeoutMs: 20 * MINUTE_MS, onTimeout },
  },
});

/** A critical incident whose update waits for a second person, at 10:00. */
async function waiting(onTimeout: 'publish' | 'escalate' = 'escalate', opening: object = {}) {
  const house = team(rules(onTimeout));
  const id = await house.opened({ impact: 'critical', nextUpdateBy: 'PT3H', ...opening });
  const { body } = await house.post(`/v1/incidents/${id}/updates`, { message: 'We restart it.' });
  await house.remind(id);
  const kinds = async () =>
    (await house.get(`/v1/incidents/${id}`)).body.entries.map(({ kind }: { kind: string }) => kind);
  const heard = () => house.messages.map(({ to, kind, subject }) => `${to} ${kind}: ${subject}`);
  return { ...house, id, draft: body.draft, kinds, heard };
}

describe('a draft that waits', () => {
  it('is brought to the approver at once and at the leads of a promise, and to the escalation target when it is overdue', async () => {
    const { minute, heard, messages } = await waiting();
    await minute(51);
    expect(heard()).toEqual([
      'olga reminder: To approve within 20 min: a text',
      'olga reminder: To approve within 15 min: a text',
      'olga reminder: To approve within 5 min: a text',
      'on-call page: Overdue: a text to approve',
      'on-call page: Overdue: a text to approve',
    ]);
    const withLinks = messages.filter(({ actions = [] }) => actions.length > 0);
    expect(new Set(withLinks.map(({ to }) => to))).toEqual(new Set(['olga']));
  });

  it('is to be decided before the promise that it would keep', async () => {
    const { draft } = await waiting('escalate', { nextUpdateBy: 'PT10M' });
    expect(draft.decideBy).toBe('2026-11-22T10:10:00.000Z');
  });

  it('is told of no more once it is decided', async () => {
    const { minute, post, draft, heard } = await waiting();
    await post(draft.links.approve, {}, { as: grace });
    await minute(60);
    expect(heard().filter((one) => one.includes('approve'))).toHaveLength(1);
  });

  it('is published when its time is over, where the config says so, and once', async () => {
    const { minute, kinds, get, draft, id } = await waiting('publish');
    await minute(19);
    expect(await kinds()).toEqual(['opened']);
    await minute(5);
    expect(await kinds()).toEqual(['opened', 'update']);
    expect((await get(`/v1/incidents/${id}`)).body.entries[1]).toMatchObject({ actor: 'ada', approvedBy: 'time-out' });
    expect((await get(draft.links.self)).body).toMatchObject({ state: 'published', decided: { seq: 2 } });
  });

  it('is not published over what was said since: people are paged', async () => {
    const { minute, kinds, post, id, get, draft, heard } = await waiting('publish');
    await post(`/v1/incidents/${id}/updates`, { message: 'It is better.', impact: 'minor', nextUpdateBy: 'PT3H' });
    await minute(55);
    expect(await kinds()).toEqual(['opened', 'update']);
    expect((await get(draft.links.self)).body.state).toBe('waiting');
    expect(heard().filter((one) => one.startsWith('on-call page: Overdue'))).not.toEqual([]);
  });

  it('is never published by itself about what is restricted', async () => {
    const { minute, kinds, draft } = await waiting('publish', { handling: 'restricted' });
    expect(draft.onTimeout).toBe('escalate');
    await minute(30);
    expect(await kinds()).toEqual(['opened']);
  });

  it('is forgotten after a day', async () => {
    const { wait, minute, get, draft } = await waiting();
    wait(24 * 60 - 2);
    await minute();
    expect((await get(draft.links.self)).body).toMatchObject({ state: 'waiting' });
    await minute();
    expect((await get(draft.links.self)).body).toMatchObject({ state: 'dropped', decided: { by: 'pipeline' } });
  });

  it('holds the apology for three minutes, and no longer', async () => {
    const { minute, kinds } = await waiting('escalate', { nextUpdateBy: 'PT10M' });
    await minute(13);
    expect(await kinds()).toEqual(['opened']);
    await minute(2);
    expect(await kinds()).toEqual(['opened', 'apology']);
  });
});

describe('the link of an approver', () => {
  const linkOf = (messages: { actions?: readonly { url: string }[] }[]) =>
    (messages.at(-1)?.actions?.[0]?.url ?? '').replace(OPS, '');

  it('shows what would be posted, and posts it with one tap', async () => {
    const { ask, messages, kinds, get, id } = await waiting();
    const url = linkOf(messages);
    const page = await ask('GET', url, undefined, { as: 'nobody' });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('We restart it.') });
    expect(await kinds()).toEqual(['opened']);
    expect((await ask('POST', url, undefined, { as: 'nobody' })).status).toBe(200);
    expect((await get(`/v1/incidents/${id}`)).body.entries[1]).toMatchObject({
      actor: 'ada',
      approvedBy: 'olga (by link)',
    });
    expect((await ask('POST', url, undefined, { as: 'nobody' })).status).toBe(409);
    expect(await kinds()).toHaveLength(2);
  });

  it('does nothing after somebody has posted since', async () => {
    const { ask, post, messages, kinds, id } = await waiting();
    const url = linkOf(messages);
    await post(`/v1/incidents/${id}/updates`, { message: 'Better.', impact: 'minor' });
    expect((await ask('POST', url, undefined, { as: 'nobody' })).status).toBe(409);
    expect(await kinds()).toEqual(['opened', 'update']);
  });

  it('says so when the text cannot be said any more', async () => {
    const { ask, post, wait, messages, kinds, get } = await waiting();
    await post((await get('/v1/drafts')).body.drafts[0].links.drop, {});
    expect((await ask('GET', linkOf(messages), undefined, { as: 'nobody' })).status).toBe(409);
    wait(61);
    expect((await ask('GET', linkOf(messages), undefined, { as: 'nobody' })).status).toBe(410);
    expect(await kinds()).toEqual(['opened']);
  });
});
