import { describe, expect, it } from 'vitest';
import { consoleOf, formOf, read, visitor } from './visitor.ts';

/** Somebody who has signed in at 10:00 with a token that ends at 10:05. */
async function signedIn() {
  const console_ = consoleOf();
  console_.renewal.gives = true;
  const person = visitor(console_);
  const page = await person.get('/console');
  const wait = (minutes: number) => {
    console_.clock.nowMs += minutes * 60_000;
  };
  return { ...console_, person, page, wait };
}

describe('a session whose tokens are short', () => {
  it('goes on for a shift, and forms of an earlier token are still its own', async () => {
    const { person, page, wait, tokens } = await signedIn();
    for (let quarter = 0; quarter < 20; quarter += 1) {
      wait(15);
      expect((await person.request('GET', '/console')).statusCode).toBe(200);
    }
    expect(tokens).toHaveLength(21);
    const typed = { title: 'Logins fail', impact: 'major', message: 'Half of all logins fail.' };
    expect(read(await person.submit(page, 'open', typed))).not.toContain('signed in anew');
  });

  it('asks for no token while it has one', async () => {
    const { person, wait, tokens } = await signedIn();
    wait(4);
    await person.request('GET', '/console');
    expect(tokens).toHaveLength(1);
  });

  it('shows what a person may do by the groups that they have now', async () => {
    const { person, wait, renewal } = await signedIn();
    renewal.groups = ['viewer'];
    wait(5);
    expect(read(await person.request('GET', '/console'))).not.toContain('Report an incident');
  });

  it('ends once the sign-in service gives no more, and is tried to its end where that does not answer', async () => {
    const { person, wait, renewal } = await signedIn();
    wait(4.8);
    renewal.away = true;
    expect((await person.request('GET', '/console')).statusCode).toBe(200);
    renewal.away = false;
    renewal.good.clear();
    wait(5);
    expect((await person.request('GET', '/console')).headers?.location).toMatch(/^\/console\/sign-in/);
  });

  it('ends for good when its person signs out: neither the token nor its renewal is worth anything to who copied them', async () => {
    const { person, page, api, renewal, ...console_ } = await signedIn();
    const thief = visitor({ ...console_, api, renewal });
    for (const [name, value] of person.cookies) thief.cookies.set(name, value);
    await person.submit(page, '/console/sign-out', {});
    expect([...person.cookies.keys()].filter((name) => /session|renewal/.test(name))).toEqual([]);
    expect(renewal.good.size).toBe(0);
    expect((await thief.request('GET', '/console')).headers?.location).toMatch(/^\/console\/sign-in/);
    expect(await api.ports.rateLimits.take('person:commander', '2026-11-22T10:00:00.000Z')).toMatchObject({
      endedAt: '2026-11-22T10:00:00.000Z',
    });
  });
});

describe('somebody who was taken out of the house while signed in', () => {
  it('reads so on every page, is not sent to sign in again and again, and posts nothing', async () => {
    const { person, page, api, wait } = await signedIn();
    await api.ports.rateLimits.shutOut('person:commander', '2026-11-22T10:00:00.000Z');
    for (const minutes of [0, 5, 60]) {
      wait(minutes);
      for (const path of ['/console', '/console/people', '/console/alarms']) {
        const shown = await person.get(path);
        expect(shown.statusCode).toBe(403);
        expect(read(shown)).toContain('You are not in the house any more');
      }
      const typed = { title: 'Logins fail', impact: 'major', message: 'Half of all logins fail.' };
      expect(read(await person.submit(page, 'open', typed))).toContain('not in the house any more');
    }
    expect(await api.ports.siteIndex.read()).toMatchObject({ open: [] });
    expect(formOf(page.body ?? '', 'open').fields.get('csrf')).not.toBe('');
  });
});
