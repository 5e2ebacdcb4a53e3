import { describe, expect, it } from 'vitest';
import { SimulatedMastodon } from '../../../../infra/local/world/mastodon/simulated-mastodon.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');

/** An instance, and what is asked of it by whoever has the token. */
function given() {
  const mastodon = new SimulatedMastodon();
  const ask = (method: string, path: string, fields?: object, headers: Record<string, string> = {}, nowMs = NOON) => {
    const authorization = 'Bearer local-mastodon-token';
    const outcome = mastodon.answer(
      {
        method,
        path,
        query: {},
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: fields === undefined ? '' : JSON.stringify(fields),
      },
      nowMs,
    );
    if (outcome.type !== 'answered') throw new Error('it is still at work');
    return { arrives: outcome.arrives, ...outcome.answer, body: outcome.answer.body as Record<string, unknown> };
  };
  const say = (status: string, key?: string, nowMs = NOON) =>
    ask('POST', '/api/v1/statuses', { status }, key === undefined ? {} : { 'idempotency-key': key }, nowMs);
  return { mastodon, ask, say };
}

describe('an instance of Mastodon', () => {
  it('lets nobody in without the token', () => {
    const { ask } = given();
    const answer = ask('GET', '/api/v1/accounts/verify_credentials', undefined, { authorization: 'Bearer other' });
    expect([answer.status, answer.body]).toEqual([401, { error: 'The access token is invalid' }]);
  });

  it('takes three hundred requests in five minutes of its clock, and says when it takes more', () => {
    const { ask } = given();
    const me = (nowMs: number) => ask('GET', '/api/v1/accounts/verify_credentials', undefined, {}, nowMs);
    for (let times = 0; times < 300; times++) expect(me(NOON).status).toBe(200);
    const refused = me(NOON + 60_000);
    expect([refused.status, refused.headers['x-ratelimit-reset']]).toEqual([429, '2026-11-22T12:05:00.000Z']);
    expect(me(NOON + 5 * 60_000).status).toBe(200);
  });

  it('takes a form as it takes JSON', () => {
    const { mastodon } = given();
    mastodon.answer(
      {
        method: 'POST',
        path: '/api/v1/statuses',
        query: {},
        headers: { authorization: 'Bearer local-mastodon-token', 'content-type': 'application/x-www-form-urlencoded' },
        body: 'status=Logins+fail',
      },
      NOON,
    );
    expect(mastodon.posts()).toMatchObject([{ text: 'Logins fail' }]);
  });

  it('answers 500 to a repeat where it has that fault, and has the status all the same', () => {
    const { mastodon, say } = given();
    mastodon.faults.inject({ fault: '500-on-repeat', times: 1 }, NOON);
    expect([say('Logins fail', 'k1').status, say('Logins fail', 'k1').status]).toEqual([200, 500]);
    expect(say('Logins fail', 'k1').status).toBe(200);
    expect(mastodon.posts()).toHaveLength(1);
  });

  it('that is closed, or has taken back the token or the account, takes nothing', () => {
    for (const [fault, status] of [
      ['instance-gone', 410],
      ['token-revoked', 401],
      ['suspended', 403],
    ] as const) {
      const { mastodon, say } = given();
      mastodon.faults.inject({ fault }, NOON);
      expect([fault, say('Logins fail').status]).toEqual([fault, status]);
      expect(mastodon.posts()).toEqual([]);
    }
  });

  it('forgets what was deleted, and does not find it for an answer', () => {
    const { ask, say } = given();
    const { id } = say('Logins fail').body as { id: string };
    expect(ask('DELETE', `/api/v1/statuses/${id}`).body.text).toBe('Logins fail');
    expect(ask('GET', `/api/v1/statuses/${id}`).status).toBe(404);
    const answer = ask('POST', '/api/v1/statuses', { status: 'They work', in_reply_to_id: id });
    expect([answer.status, String(answer.body.error)]).toEqual([404, expect.stringContaining('does not appear')]);
  });

  it('makes HTML of what was sent, with the ends of an address hidden from eyes alone', () => {
    const { say } = given();
    const { content } = say(`"It's" <down> & out\nhttps://status.example.com/incidents/${'i'.repeat(20)}`).body;
    expect(content).toBe(
      `<p>&quot;It&#39;s&quot; &lt;down&gt; &amp; out<br /><a href="https://status.example.com/incidents/${'i'.repeat(20)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://</span><span class="ellipsis">status.example.com/incidents/i</span><span class="invisible">${'i'.repeat(19)}</span></a></p>`,
    );
  });
});
