import { describe, expect, it } from 'vitest';
import { accountState } from '../../shared/app/subscribers/account-state.ts';
import { closed, NEW_ACCOUNT } from '../../shared/core/subscribers/account.ts';
import { subscriberId } from '../../shared/core/subscribers/address.ts';
import { EVERYTHING, type Subscriber } from '../../shared/core/subscribers/subscriber.ts';
import type { AskedChannel } from '../../shared/ports/channel.ts';
import { consoleOf, read, visitor } from './visitor.ts';

const AT = '2026-11-22T09:00:00.000Z';

async function signedIn(groups?: readonly string[]) {
  const console_ = consoleOf({}, undefined, groups);
  const person = visitor(console_);
  await person.get('/console');
  const { ports } = console_.api;
  const put = async (address: string, more: Partial<Subscriber> = {}) =>
    ports.subscribers.put(
      {
        id: subscriberId(await ports.subscriberKey(), 'mail', address),
        kind: 'mail',
        address,
        state: 'confirmed',
        choice: EVERYTHING,
        consent: { at: AT, how: 'form', words: '1' },
        confirmedAt: AT,
        version: 1,
        ...more,
      },
      0,
    );
  /** A channel that tells each person, as the config would name it. */
  const withMail = (state: object = {}) =>
    ports.channels.push({
      ...ports.channels[0]!,
      is: { ...ports.channels[0]!.is, name: 'mail', label: 'Mail', starts: 'live' },
      state: async () => state,
    } as unknown as AskedChannel as never);
  return {
    ...console_,
    person,
    put,
    withMail,
    ports,
    page: async () => read(await person.get('/console/subscribers')),
  };
}

describe('the page of subscribers', () => {
  it('says that there is nobody, then how many there are, and whose mails came back, masked', async () => {
    const { page, put, person } = await signedIn();
    expect(await page()).toContain('Nobody has asked to be told yet.');
    for (const n of [1, 2, 3]) await put(`u${n}@example.com`);
    await put('jo@example.com', { state: 'quarantined', quarantined: { at: AT, reason: 'no such mailbox' } });
    expect(await page()).toMatch(/mail 3 0 1.*no such mailbox, 09:00 UTC/s);
    const viewer = await signedIn(['viewer']);
    await viewer.put('jo@example.com', { state: 'quarantined', quarantined: { at: AT, reason: 'no such mailbox' } });
    expect(await viewer.page()).toContain('j…@example.com');
    expect(await viewer.page()).not.toMatch(/jo@|Take somebody out/);
    expect((await person.get('/console')).body).not.toContain('/console/subscribers');
  });

  it('finds somebody by their address, and deletes them with a second tap', async () => {
    const { person, put, ports } = await signedIn();
    await put('jo@example.com');
    const found = await person.submit(await person.get('/console/subscribers'), 'find-subscriber', {
      address: 'JO@example.com',
    });
    expect(read(found)).toMatch(/jo@example\.com Follows since 09:00 UTC/);
    const deleted = await person.submit(found, 'erase-subscriber', {});
    expect(read(deleted)).toContain('Deleted.');
    const id = subscriberId(await ports.subscriberKey(), 'mail', 'jo@example.com');
    expect(await ports.subscribers.of('mail', id)).toBeUndefined();
    const again = await person.submit(deleted, 'find-subscriber', { address: 'jo@example.com' });
    expect(read(again)).toContain('not here any more'.slice(4));
    expect(read(await person.submit(again, 'find-subscriber', { address: 'al@example.com' }))).toContain(
      'Nobody of that address is here.',
    );
    const wrong = await person.submit(again, 'find-subscriber', { address: 'al' });
    expect([wrong.statusCode, read(wrong)]).toEqual([422, expect.stringContaining('address')]);
  });

  it('says why a channel tells nobody, or only of beginnings and ends, and stands on the overview with it', async () => {
    const { page, withMail, person } = await signedIn();
    withMail(
      accountState(
        closed(NEW_ACCOUNT, 'paused', 'SES has paused the account', AT),
        'bounces',
        '2026-11-22T09:30:00.000Z',
      ),
    );
    expect(await page()).toMatch(
      /Mail tells nobody since 09:00 UTC: SES has paused the account\. It is tried again at 10:00 UTC/,
    );
    expect(await page()).toContain('Mail tells of beginnings and ends only: more than 4 of 100 mails came back');
    expect((await person.get('/console')).body).toContain('href="/console/subscribers"');
  });

  it('is for administrators where something changes', async () => {
    const { person, here } = await signedIn(['commander']);
    for (const form of ['find', 'erase']) {
      const { origin } = new URL(here.opsUrl);
      const answer = await person.request('POST', `/console/subscribers/${form}`, 'address=jo@example.com', { origin });
      expect([answer.statusCode, read(answer)]).toEqual([403, expect.stringContaining('This is for administrators')]);
    }
  });
});

describe('an incident', () => {
  it('says for each statement how many were told, and when the rest will be', async () => {
    const { person, withMail, ports, api } = await signedIn();
    withMail();
    const opened = await api.fetch('http://localhost:4311/v1/incidents', {
      method: 'POST',
      headers: { authorization: 'Bearer good', 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: JSON.stringify({ title: 'Logins fail', impact: 'major', components: [], message: 'Half of them.' }),
    });
    const { id } = (await opened.json()) as { id: string };
    const first = '2026-11-22T09:59:00.000Z';
    await ports.deliveries.put(id, 'mail', 1, {
      state: 'claimed',
      at: first,
      leaseUntil: first,
      attempt: 1,
      of: 3_124,
    });
    const [run] = await ports.runs.of(id, 'mail');
    await ports.runs.put(id, 'mail', {
      ...run!,
      seq: 1,
      round: 'under way',
      counting: { of: 1_100, told: 1_040, unknown: 3, refused: 0, quarantined: 41 },
    });
    const text = read(await person.get(`/console/incidents/${id}`));
    expect(text).toMatch(
      /(Mail|mail): told 1,040 of 3,124, the rest by 10:02 UTC; 3 unknown: it may have reached them; 41 quarantined/,
    );
    const counts = { of: 3_130, told: 3_085, unknown: 4, refused: 0, quarantined: 41 };
    await ports.deliveries.put(id, 'mail', 1, { state: 'delivered', at: first, receipt: '3085', counts });
    expect(read(await person.get(`/console/incidents/${id}`))).toContain('told 3,085 of 3,130; 4 unknown');
  });
});
