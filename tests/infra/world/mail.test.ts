import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MailSent } from '../../../infra/local/world/mail/mailboxes.ts';
import { startWorld } from '../../../infra/local/world/world.ts';
import { givenFolder, givenWorld, send } from './given-world.ts';

const NOON = Date.parse('2026-11-30T12:00:00.000Z');

// biome-ignore lint/suspicious/noExplicitAny: a test reads from an answer what it is about to check.
const jsonOf = async (answer: Promise<Response>): Promise<any> => (await answer).json();
const pageOf = async (answer: Promise<Response>) => (await answer).text();

const aMail = (change: Partial<MailSent> = {}): MailSent => ({
  to: 'ada@example.org',
  from: 'Acme Status <status@example.com>',
  subject: 'API: investigating',
  text: 'We are looking into it.',
  html: '<p>We are looking into it.</p>',
  headers: [{ name: 'Subject', value: 'API: investigating' }],
  ...change,
});

/** A site that customers come to, and what was asked of it. `pages` has the HTML of a path, or a path to redirect to. */
async function site(pages: Record<string, string> = {}) {
  const asked: { line: string; body: string; cookie: string | undefined }[] = [];
  const bodyOf = async (request: IncomingMessage) => (await Array.fromAsync(request)).join('');
  const server = createServer(async (request, response) => {
    const { method, url = '/', headers } = request;
    asked.push({ line: `${method} ${url}`, body: await bodyOf(request), cookie: headers.cookie });
    const page = pages[url] ?? 'nothing';
    if (page.startsWith('/')) response.writeHead(302, { location: page, 'set-cookie': 'a=b' }).end();
    else response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'a=b' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { url, asked, lines: () => asked.map(({ line }) => line) };
}

describe('the mailboxes', () => {
  it('keep every mail as it came, oldest first, also when the world starts again', async () => {
    const dataDir = givenFolder();
    const first = await startWorld({ dataDir, port: 0, clockMs: () => NOON });
    await first.mailboxes.receive(aMail());
    await first.mailboxes.receive(aMail({ to: 'Bob@example.org', calendar: 'BEGIN:VCALENDAR' }));
    await first.stop();

    const world = await givenWorld({ dataDir });
    const at = '2026-11-30T12:00:00.000Z';
    expect(await jsonOf(send(world, 'GET', '/sim/mail'))).toEqual([
      { id: '1', at, ...aMail() },
      { id: '2', at, ...aMail({ to: 'Bob@example.org', calendar: 'BEGIN:VCALENDAR' }) },
    ]);
  });

  it('keep a mail once that is brought again under its Message-ID, also when the world has started again in between', async () => {
    const dataDir = givenFolder();
    const known = (id: string) => aMail({ headers: [{ name: 'Message-ID', value: `<${id}@example.com>` }] });
    const first = await startWorld({ dataDir, port: 0, clockMs: () => NOON });
    for (const id of ['a', 'a']) await first.mailboxes.receive(known(id));
    await first.stop();

    const world = await givenWorld({ dataDir });
    for (const id of ['a', 'b']) await world.mailboxes.receive(known(id));
    expect(await jsonOf(send(world, 'GET', '/sim/mail'))).toMatchObject([known('a'), known('b')]);
  });

  it('can be asked for one address, for what came since, and for one mail', async () => {
    const world = await givenWorld();
    for (const to of ['ada@example.org', 'bob@example.org', 'ada@example.org'])
      await world.mailboxes.receive(aMail({ to }));
    const ids = async (query: string) =>
      (await jsonOf(send(world, 'GET', `/sim/mail${query}`))).map(({ id }: { id: string }) => id);
    expect(await ids('?to=ADA@example.org')).toEqual(['1', '3']);
    expect(await ids('?to=ada@example.org&after=1')).toEqual(['3']);
    expect(await ids('?after=3')).toEqual([]);
    expect(await jsonOf(send(world, 'GET', '/sim/mail/2'))).toMatchObject({ to: 'bob@example.org' });
    expect((await send(world, 'GET', '/sim/mail/4')).status).toBe(404);
  });
});

describe('a scanner', () => {
  it('visits every link of every mail once, by HEAD and by GET, and leaves this machine for none', async () => {
    const { url, lines } = await site({ '/s/c/1': '/confirmed' });
    const world = await givenWorld();
    const headers = [{ name: 'List-Unsubscribe', value: `<mailto:a@b.c>, <${url}/s/u/1>` }];
    const html = `<a href="${url}/s/c/1?a=1&amp;b=2">confirm</a><a href='https://example.com/x'>out</a>`;
    await world.mailboxes.receive(aMail({ html, text: `Confirm: ${url}/s/c/1.`, headers }));
    await world.mailboxes.receive(aMail({ text: `Again: ${url}/s/c/1` }));
    const scanned = await jsonOf(send(world, 'POST', '/sim/scan'));
    expect(lines()).toEqual([
      'HEAD /s/c/1?a=1&b=2',
      'GET /s/c/1?a=1&b=2',
      'HEAD /s/c/1',
      'HEAD /confirmed',
      'GET /s/c/1',
      'GET /confirmed',
      'HEAD /s/u/1',
      'GET /s/u/1',
    ]);
    expect(scanned).toMatchObject({ mails: 2, links: 4, skipped: ['https://example.com/x'], ran: [] });
    expect(scanned.visits[0]).toEqual({ method: 'HEAD', url: `${url}/s/c/1?a=1&b=2`, status: 200 });
  });

  it('follows no redirect out of this machine', async () => {
    const { url, lines } = await site({ '/s/c/1': '//203.0.113.9/out' });
    const world = await givenWorld();
    await world.mailboxes.receive(aMail({ text: `${url}/s/c/1` }));
    expect((await jsonOf(send(world, 'POST', '/sim/scan'))).visits).toHaveLength(2);
    expect(lines()).toEqual(['HEAD /s/c/1', 'GET /s/c/1']);
  });

  const form =
    '<form method="post" action="/done"><input type="hidden" name="token" value="t&amp;1"><button>OK</button></form>';

  it.each([
    ['inline', `${form}<script>document.forms[0].submit()</script>`],
    ['in an attribute', `<body onload="document.forms[0].requestSubmit()">${form}</body>`],
    ['beside the page', `${form}<script src="/own.js"></script>`],
  ])('that runs scripts sends a form that a script sends by itself, %s', async (_, page) => {
    const { url, asked } = await site({ '/s/c/1': page, '/own.js': 'document.querySelector("button").click()' });
    const world = await givenWorld();
    await world.mailboxes.receive(aMail({ text: `${url}/s/c/1` }));
    expect((await jsonOf(send(world, 'POST', '/sim/scan'))).ran).toEqual([]);
    const { ran } = await jsonOf(send(world, 'POST', '/sim/scan', { scripts: true }));
    expect(ran).toEqual([{ method: 'POST', url: `${url}/done`, status: 200 }]);
    expect(asked.at(-1)).toMatchObject({ line: 'POST /done', body: 'token=t%261' });
  });

  it('that runs scripts follows a page that refreshes elsewhere, and presses nothing by itself', async () => {
    const refreshing = '<meta http-equiv="refresh" content="0; url=/s/next">';
    const { url, lines } = await site({ '/s/c/1': refreshing, '/s/c/2': `${form}<script>let a = 1;</script>` });
    const world = await givenWorld();
    await world.mailboxes.receive(aMail({ text: `${url}/s/c/1 ${url}/s/c/2` }));
    const { ran } = await jsonOf(send(world, 'POST', '/sim/scan', { scripts: true }));
    expect(ran).toEqual([{ method: 'GET', url: `${url}/s/next`, status: 200 }]);
    expect(lines().filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  it('says what it does not understand', async () => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/sim/scan', { scripts: 'yes' });
    expect([answer.status, (await answer.json()) as object]).toMatchObject([422, { errors: [{ field: 'scripts' }] }]);
  });
});

describe('a mail client', () => {
  const oneClick = (link: string) => [
    { name: 'List-Unsubscribe', value: `<mailto:off@example.com>, <${link}>` },
    { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
  ];

  it('ends a subscription by one POST, without cookies, and follows no redirect', async () => {
    const { url, asked } = await site({ '/s/u/1': '/elsewhere' });
    const world = await givenWorld();
    await world.mailboxes.receive(aMail({ headers: oneClick(`${url}/s/u/1`) }));
    for (const _ of [1, 2])
      expect(await jsonOf(send(world, 'POST', '/sim/mail/1/unsubscribe'))).toEqual({
        url: `${url}/s/u/1`,
        status: 302,
        body: '',
      });
    const pressed = { line: 'POST /s/u/1', body: 'List-Unsubscribe=One-Click', cookie: undefined };
    expect(asked).toEqual([pressed, pressed]);
  });

  it.each([
    ['without the header that allows it', [{ name: 'List-Unsubscribe', value: '<http://localhost:1/s/u/1>' }]],
    ['without an address of the web', oneClick('mailto:a@b.c')],
    ['that leads out of this machine', oneClick('https://example.com/s/u/1')],
  ])('shows no such button for a mail %s', async (_, headers) => {
    const world = await givenWorld();
    await world.mailboxes.receive(aMail({ headers }));
    expect((await send(world, 'POST', '/sim/mail/1/unsubscribe')).status).toBe(422);
  });
});

describe('faults of mail', () => {
  it('stand beside those of X, and end like them', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    await send(world, 'POST', '/sim/faults', { fault: 'slow' });
    await send(world, 'POST', '/sim/faults', { channel: 'mail', fault: 'events-late', times: 3, ms: 500 });
    const active = await jsonOf(
      send(world, 'POST', '/sim/faults', { channel: 'mail', fault: 'sandbox', forMs: 60_000 }),
    );
    expect(active).toEqual([
      { id: 1, fault: 'slow', on: 'post', times: 1 },
      { id: 'm1', channel: 'mail', fault: 'events-late', times: 3, ms: 500 },
      { id: 'm2', channel: 'mail', fault: 'sandbox', until: '2026-11-30T12:01:00.000Z' },
    ]);
    expect((await send(world, 'DELETE', '/sim/faults/m1')).status).toBe(200);
    expect((await send(world, 'DELETE', '/sim/faults/m1')).status).toBe(404);
    await send(world, 'DELETE', '/sim/faults');
    expect(await jsonOf(send(world, 'GET', '/sim/faults'))).toEqual([]);
  });

  it('hit so many mails as was said, one if nothing was; a state of the account stays until it is ended', async () => {
    let now = NOON;
    const { mailFaults } = await givenWorld({ clockMs: () => now });
    mailFaults.inject({ fault: 'bounce' });
    mailFaults.inject({ fault: 'bounce', times: 2, ms: 7 });
    const struck = [1, 2, 3, 4].map(
      () => mailFaults.strikes('bounce')?.ms ?? (mailFaults.strikes('complaint') ? 'x' : '-'),
    );
    expect(struck).toEqual(['-', 7, 7, '-']);
    mailFaults.inject({ fault: 'paused' });
    mailFaults.inject({ fault: 'quota', forMs: 1_000 });
    for (const _ of [1, 2])
      expect([mailFaults.stands('paused', 'mail'), mailFaults.stands('quota', 'mail')]).toEqual([true, true]);
    now += 1_000;
    expect([mailFaults.stands('paused', 'look'), mailFaults.stands('quota', 'look')]).toEqual([true, false]);
  });

  it.each([
    [{ fault: 'no such thing' }, 'fault'],
    [{ fault: 'bounce', times: 0 }, 'times'],
    [{ fault: 'bounce', on: 'post' }, 'on'],
  ])('are refused with the field that is wrong: %j', async (body, field) => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/sim/faults', { channel: 'mail', ...body });
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ field }] }]);
    expect(world.mailFaults.active()).toEqual([]);
  });

  it.each([
    ['429', 'throttled'],
    ['500', '500-without-effect'],
    ['reset', 'lost-response'],
  ])('have the short name %s', async (short, fault) => {
    const world = await givenWorld();
    await send(world, 'POST', '/sim/faults', { channel: 'mail', fault: short });
    expect(world.mailFaults.active()).toMatchObject([{ fault }]);
  });
});

describe('the pages of mail', () => {
  it('list what came, newest first, and can be narrowed to one address', async () => {
    const world = await givenWorld();
    expect(await pageOf(send(world, 'GET', '/mail'))).toContain('No mail yet. Follow an incident');
    await world.mailboxes.receive(aMail({ subject: 'First & <b>' }));
    await world.mailboxes.receive(aMail({ to: 'bob@example.org', subject: 'Second' }));
    const page = await pageOf(send(world, 'GET', '/mail'));
    expect(page.indexOf('Second')).toBeLessThan(page.indexOf('First &amp; &lt;b&gt;'));
    expect(page).toContain('<a href="/mail/2">Second</a>');
    const narrowed = await pageOf(send(world, 'GET', '/mail?to=bob@example.org'));
    expect(narrowed).toContain('1 mail to bob@example.org');
    expect(narrowed).not.toContain('First');
    expect(await pageOf(send(world, 'GET', '/'))).toContain('<a href="/mail">');
  });

  it('show one as text, with its headers, and as HTML in a frame in which nothing runs', async () => {
    const world = await givenWorld();
    const html = '<script>alert(1)</script><a href="http://localhost:4310/s/c/1">Confirm</a>';
    await world.mailboxes.receive(aMail({ html, calendar: 'BEGIN:VCALENDAR' }));
    const answer = await send(world, 'GET', '/mail/1');
    const page = await answer.text();
    expect(page).toContain('We are looking into it.');
    expect(page).toContain('<code>Subject: API: investigating</code>');
    expect(page).toContain('BEGIN:VCALENDAR');
    expect(page).not.toContain('alert(1)');
    expect(page).toMatch(
      /<iframe[^>]* src="\/mail\/1\/html"[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox">/,
    );
    expect(answer.headers.get('content-security-policy')).toContain("frame-src 'self'");

    const own = await send(world, 'GET', '/mail/1/html');
    expect(await own.text()).toBe(`<base target="_blank">${html}`);
    const policy = own.headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/);
    expect(policy).not.toContain('script-src');
    expect((await send(world, 'GET', '/mail/2')).status).toBe(404);
  });

  it('make and end trouble by plain forms', async () => {
    const { url, mailFaults } = await givenWorld();
    const submit = (path: string, form: Record<string, string>) =>
      fetch(url + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
    expect(
      (await submit('/faults', { channel: 'mail', fault: 'complaint', times: '2', forMs: '', ms: '' })).status,
    ).toBe(303);
    expect(mailFaults.active()).toEqual([{ id: 'm1', channel: 'mail', fault: 'complaint', times: 2 }]);
    expect(await (await fetch(`${url}/mail`)).text()).toContain('Faults (1)');
    expect(await (await fetch(`${url}/faults`)).text()).toContain('<code>complaint</code> of mail');
    await submit('/faults/end', { id: 'm1' });
    expect(mailFaults.active()).toEqual([]);
    const wrong = await submit('/faults', { channel: 'mail', fault: 'complaint', times: 'often' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringMatching(/role="alert">times: /)]);
  });
});
