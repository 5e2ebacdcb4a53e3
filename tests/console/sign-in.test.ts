import { describe, expect, it } from 'vitest';
import { consoleOf, formOf, read, visitor } from './visitor.ts';

/** Where a person is after signing in whose browser was sent there with this `to`. */
async function whereSignInLeads(to: string) {
  const console_ = consoleOf();
  const person = visitor(console_);
  const away = await person.request('GET', `/console/sign-in?to=${encodeURIComponent(to)}`);
  const back = await person.request('GET', console_.grant(String(away.headers?.location)));
  return back.headers?.location;
}

describe('signing in', () => {
  it('is asked of whoever opens the console, and leads back to the page that was meant', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const first = await person.request('GET', '/console/incidents/abc123');
    expect(first.headers?.location).toBe('/console/sign-in?to=%2Fconsole%2Fincidents%2Fabc123');
    const away = await person.request('GET', String(first.headers?.location));
    const query = new URL(String(away.headers?.location)).searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('redirect_uri')).toBe('http://localhost:4311/console/callback');
    const back = await person.request('GET', console_.grant(String(away.headers?.location)));
    expect(back.headers?.location).toBe('/console/incidents/abc123');
  });

  it.each([
    '/console',
    '/console/open?template=2',
    '/console/drafts/k3j9x2m4p7qa',
    '/console/incidents/k3j9x2m4p7qa/said/3',
    '/console/incidents/k3j9x2m4p7qa/correct?seq=2',
    '/console/incidents/k3j9x2m4p7qa/update?template=2&seq=1',
  ])('leads back to %s', async (to) => {
    expect(await whereSignInLeads(to)).toBe(to);
  });

  it('keeps the token where scripts and other sites cannot reach it', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const away = await person.request('GET', '/console/sign-in');
    const back = await person.request('GET', console_.grant(String(away.headers?.location)));
    const session = back.cookies?.find((one) => one.includes('session='));
    expect(session).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/);
    expect((await person.get('/console')).body).not.toContain(person.cookies.get('candor-session'));
  });

  it('uses cookies that only this origin can set, where it is served over https', async () => {
    const person = visitor(consoleOf({ opsUrl: 'https://ops.example.com' }));
    const away = await person.request('GET', '/console/sign-in');
    expect(away.cookies?.[0]).toMatch(/^__Host-candor-sign-in=.*; Secure$/);
  });

  it('is refused with a state that this browser did not ask for', async () => {
    const console_ = consoleOf();
    const [attacker, victim] = [visitor(console_), visitor(console_)];
    const away = await attacker.request('GET', '/console/sign-in');
    const planted = console_.grant(String(away.headers?.location));
    await victim.request('GET', '/console/sign-in');
    const refused = await victim.request('GET', planted);
    expect(refused.statusCode).toBe(400);
    expect(victim.cookies.has('candor-session')).toBe(false);
  });

  it('is refused with a state of its own making, although the code would be good', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const away = await person.request('GET', '/console/sign-in');
    const back = console_.grant(String(away.headers?.location)).replace(/state=.*/, 'state=guessed');
    expect((await person.request('GET', back)).statusCode).toBe(400);
    expect(person.cookies.has('candor-session')).toBe(false);
  });

  it('says why when the sign-in service turns the person away', async () => {
    const person = visitor(consoleOf());
    const away = await person.request('GET', '/console/sign-in');
    const state = new URL(String(away.headers?.location)).searchParams.get('state');
    const refused = await person.request('GET', `/console/callback?error=access_denied&state=${state}`);
    expect(read(refused)).toContain('access_denied');
  });

  it.each([
    ...['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '\\\\elsewhere.example'],
    ...['/%2Felsewhere.example', '//elsewhere.example/console', '/console/../evil', '/console/..%2Fevil'],
    ...['/console@elsewhere', '/console.elsewhere.example', '/console//elsewhere.example', ' /console/open'],
    ...['/console/open\n', '/console/open\r\nset-cookie: a=b', '/console/open?to=//elsewhere.example'],
    ...['/console/open?a=%0d%0ab', '/console/open#//elsewhere.example', 'javascript:alert(1)', '/a/link'],
  ])('never leads to another site, as by %j', async (to) => {
    expect(await whereSignInLeads(to)).toBe('/console');
  });

  it.each(['/console/sign-in', '/console/callback?code=c&state=s', '/console/sign-out', '/'])(
    'does not lead into a circle, as by %s',
    async (to) => {
      expect(await whereSignInLeads(to)).toBe('/console');
    },
  );

  it('is asked again when the token is not accepted any more', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    await person.get('/console');
    person.cookies.set('candor-session', 'expired.e30.x');
    expect((await person.request('GET', '/console')).headers?.location).toMatch(/^\/console\/sign-in/);
  });

  it('ends at the sign-in service too', async () => {
    const person = visitor(consoleOf());
    const out = await person.submit(await person.get('/console'), '/console/sign-out', {});
    expect(out.headers?.location).toBe(
      'http://localhost:4311/logout?client_id=console&logout_uri=http%3A%2F%2Flocalhost%3A4311%2Fconsole',
    );
    expect(person.cookies.has('candor-session')).toBe(false);
  });
});

describe('a form', () => {
  const LOGINS = { title: 'Logins fail', impact: 'major', message: 'Half of all logins fail.' };

  it('does nothing when another site sends it', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console');
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await person.submit(page, 'open', LOGINS, headers)).statusCode).toBe(403);
      expect((await person.submit(page, '/console/freeze', {}, headers)).statusCode).toBe(403);
    }
    expect(console_.api.commands()).toEqual([]);
    expect((await console_.api.ports.control.read()).frozen).toBeUndefined();
  });

  it('does nothing without the proof that our own page made it', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console');
    expect((await person.submit(page, 'open', { ...LOGINS, csrf: 'guessed' })).statusCode).toBe(409);
    await person.submit(page, '/console/freeze', { csrf: '' });
    await person.submit(page, '/console/sign-out', { csrf: 'guessed' });
    expect(console_.api.commands()).toEqual([]);
    expect((await console_.api.ports.control.read()).frozen).toBeUndefined();
    expect(person.cookies.has('candor-session')).toBe(true);
  });

  it('survives the end of a session: sign in elsewhere, come back, send it again', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console');
    person.cookies.set('candor-session', 'expired.e30.x');
    const { fields } = formOf(page.body ?? '', 'open');
    expect(fields.get('csrf')).not.toBe('');
    person.cookies.delete('candor-session');
    await person.get('/console');
    const stale = await person.submit(page, 'open', LOGINS);
    expect(read(stale)).toContain('You signed in anew');
    await person.submit(stale, 'open', {});
    expect(console_.api.ids).toHaveLength(1);
  });

  it('keeps the text when the token ends between page and press', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console');
    console_.api.fates.push(
      ...Array.from({ length: 3 }, () => Response.json({ message: 'Unauthorized' }, { status: 401 })),
    );
    const ended = await person.submit(page, 'open', LOGINS);
    expect(ended.statusCode).toBe(401);
    expect(read(ended)).toContain('Half of all logins fail.');
    expect(ended.body).toContain('href="/console/sign-in?to=%2Fconsole%2Fsigned-in"');
  });
});

const OUR_SCRIPT = /<script src="\/console\/console-[0-9a-f]{8}\.js" defer><\/script>/;

describe('every answer of the console', () => {
  it('forbids frames, foreign content and every script but our own file', async () => {
    const person = visitor(consoleOf());
    const answers = [
      await person.request('GET', '/'),
      await person.request('GET', '/console'),
      await person.get('/console'),
      await person.get('/console/nowhere'),
      await person.get('/console/incidents/nothere'),
      await person.get('/console/callback'),
      await person.submit(await person.get('/console'), 'open', {}, { origin: 'https://evil.example' }),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([303, 303, 200, 404, 404, 400, 403]);
    for (const { headers, body } of answers) {
      expect(headers?.['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'self'; connect-src 'self'; /,
      );
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      expect(body?.replace(OUR_SCRIPT, '')).not.toMatch(/<script|style="|\son\w+="/);
    }
  });

  it('escapes what people wrote', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const said = await person.submit(await person.get('/console'), 'open', {
      title: '<script>alert(1)</script>',
      impact: 'minor',
      message: '"><img src=x onerror=alert(1)>',
    });
    const page = await person.get(`/console/incidents/${console_.api.ids[0]}`);
    for (const { body } of [said, page, await person.get('/console')]) {
      expect(body?.replace(OUR_SCRIPT, '')).not.toContain('<script');
      expect(body).not.toContain('<img');
    }
  });
});
