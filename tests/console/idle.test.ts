import { describe, expect, it } from 'vitest';
import { consoleOf, formOf, read, visitor } from './visitor.ts';

const HOUR_MS = 3_600_000;

/** Somebody who has signed in at 10:00, on a browser that also keeps cookies whose age is over. */
async function signedIn() {
  const console_ = consoleOf();
  const person = visitor(console_);
  const page = await person.get('/console');
  const open = async () => (await person.request('GET', '/console')).statusCode === 200;
  const wait = (hours: number) => {
    console_.clock.nowMs += hours * HOUR_MS;
  };
  return { console_, person, page, open, wait };
}

describe('a session', () => {
  it('goes on while its browser is used, hour after hour', async () => {
    const { open, wait } = await signedIn();
    for (let hour = 0; hour < 6; hour += 1) {
      wait(1.5);
      expect(await open()).toBe(true);
    }
  });

  it('ends after two hours in which nobody used it, and sign-in begins another', async () => {
    const { person, open, wait } = await signedIn();
    wait(2.01);
    const answer = await person.request('GET', '/console');
    expect(answer.headers?.location).toMatch(/^\/console\/sign-in/);
    await person.get('/console');
    expect(await open()).toBe(true);
  });

  it('is not prolonged by a browser that says it was here, without when', async () => {
    const { person, open } = await signedIn();
    for (const seen of ['', 'now', '99999999999999', '-1']) {
      person.cookies.set('candor-seen', seen);
      expect(await open()).toBe(false);
      person.cookies.set('candor-seen', '1');
      expect(await open()).toBe(false);
    }
  });

  it('that was idle posts nothing, and keeps what was typed', async () => {
    const { console_, person, page, wait } = await signedIn();
    wait(3);
    const typed = { title: 'Logins fail', impact: 'major', message: 'Half of all logins fail.' };
    const answer = await person.submit(page, 'open', typed);
    expect(console_.api.commands()).toEqual([]);
    expect(read(answer)).toContain('Half of all logins fail.');
    expect(formOf(answer.body ?? '', 'open').fields.get('title')).toBe('Logins fail');
  });

  it('begins anew at every sign-in: a token that was planted before is not the one that is used', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    person.cookies.set('candor-session', 'planted.e30.x');
    person.cookies.set('candor-seen', String(Math.floor(console_.clock.nowMs / 1_000)));
    const away = await person.request('GET', '/console/sign-in');
    await person.request('GET', console_.grant(String(away.headers?.location)));
    expect(person.cookies.get('candor-session')).toMatch(/^person\./);
  });

  it('puts nothing about a person on what everybody gets', async () => {
    const { person, page } = await signedIn();
    const script = /src="(\/console\/[^"]+\.js)"/.exec(page.body ?? '')?.[1];
    expect((await person.request('GET', String(script))).cookies ?? []).toEqual([]);
  });
});
