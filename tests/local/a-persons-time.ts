import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { tokensInMemory } from '../../bin/commands/kept-tokens.ts';
import { run } from '../../bin/commands/program.ts';
import { codeAt } from '../../infra/local/cloud/totp.ts';
import type { LocalSystem } from '../support/local-system.ts';
import { browserOf, fitsAPerson, linksOf, minutesAfter, PHONE, press } from './phone.ts';

const PASSWORD = 'Correct-Horse-7';

/**
 * From the day somebody comes into the house until they are let out of it, in two browsers: theirs, and that of `admin`, an
 * administrator who has signed in. Every surface is kept and searched for the opaque ids of people in the end.
 */
export async function aPersonsTime(system: LocalSystem, browser: Browser, admin: Page): Promise<void> {
  const shown: string[] = [];
  /** Looks at a page as a person does, and keeps it. */
  const seen = async (page: Page) => {
    await fitsAPerson(page);
    shown.push(`${page.url()}\n${await page.content()}`);
  };

  // Added by an administrator, in the directory and at the sign-in service.
  await admin.goto('/console/people');
  await admin.getByText('Add somebody').click();
  const form = admin.locator('#person-form-new');
  await form.getByLabel('Sign-in name').fill('ida');
  await form.getByLabel('Name', { exact: true }).fill('Ida Berg');
  for (const role of ['commander', 'deputy']) await form.getByText(role, { exact: true }).click();
  await form.getByLabel('Mail address').fill('ida@example.com');
  await form.getByLabel('Time zone').fill('Europe/Vienna');
  await press(admin, /^Add them$/);
  const confirming = admin.getByRole('link', { name: 'The page on which Ida Berg confirms it' });
  const confirmAt = (await confirming.getAttribute('href')) ?? '';
  await seen(admin);
  await invite(system, { username: 'ida', mail: 'ida@example.com', groups: ['commander'] });
  const mails = async () => (await system.inbox()).filter(({ to }) => to === 'ida@example.com' || to === 'ida');

  // She confirms her address on our page, with the link of SNS's mail, which she copies and does not open.
  const { page: ida, leave } = await browserOf(browser, system.urls.ops, PHONE);
  await ida.goto(confirmAt);
  await seen(ida);
  const question = await system.until('the mail of SNS', async () => (await mails()).flatMap(linksOf)[0]);
  await ida.getByLabel(/address of the link/).fill(question);
  await press(ida, /^Confirm$/);
  await ida.getByRole('heading', { name: 'Confirmed' }).waitFor();
  await seen(ida);

  // The first sign-in: with the password of the mail once, with her own and her app from then on.
  const invitation = await system.until('the invitation', async () =>
    (await mails()).map(({ text }) => /temporary password is (\S+)\.$/.exec(text)?.[1]).find(Boolean),
  );
  await ida.goto('/console');
  await ida.getByLabel('Username').fill('ida');
  await ida.getByLabel('Password').fill(invitation);
  await press(ida, /^Sign in$/);
  for (const label of ['New password', 'The same again']) await ida.getByLabel(label).fill(PASSWORD);
  await seen(ida);
  await press(ida, /^Keep it$/);
  const secret = await ida.locator('#secret').innerText();
  await seen(ida);
  await ida.getByLabel('Code that the app shows now').fill(codeAt(secret, Date.parse(await system.now())));
  await press(ida, /^Sign in$/);
  await ida.waitForURL('**/console');
  await seen(ida);

  // On duty by one tap, hers is the next reminder, and no other commander hears of it.
  await admin.goto('/console/people');
  await press(admin, /^Ida Berg from now on, on duty as commander$/);
  await admin.getByText('Ida Berg is on duty as commander').waitFor();
  await seen(admin);
  const before = (await system.inbox()).length;
  const { body } = await system.open({ nextUpdateBy: 'PT20M' });
  await system.passTo(minutesAfter(await system.now(), 15));
  const about = async () => (await system.inbox()).slice(before).filter(({ incident }) => incident === body.id);
  const link = await system.until('her reminder', async () =>
    (await about())
      .filter(({ to }) => to === 'ida')
      .flatMap(linksOf)
      .find((url) => url.includes('/a/')),
  );
  expect((await about()).filter(({ to }) => to === 'commander')).toEqual([]);
  await ida.goto(link);
  await seen(ida);
  await press(ida, /^Post this/);
  await ida.getByRole('heading', { name: 'Posted' }).waitFor();
  await seen(ida);
  const of = `/console/incidents/${body.id}`;
  await ida.goto(`${of}/said/2`);
  await seen(ida);

  // She hands over, and whoever is asked takes it.
  await ida.goto(of);
  await ida.getByText('Hand it over', { exact: true }).first().click();
  await ida.getByLabel('Who takes it').fill('commander');
  await press(ida, /^Hand it over$/);
  await ida.getByText('Handed over to commander').waitFor();
  await seen(ida);
  await admin.goto(of);
  await admin.getByText('By Ida Berg').waitFor();
  await seen(admin);
  await press(admin, /^I take it$/);
  await admin.getByText('commander has it, from Ida Berg').waitFor({ state: 'attached' });
  const said = await onTheCommandLine(system, ['show', body.id], ['people', 'list'], ['duty'], ['drafts'], ['status']);
  expect(said).toContain('as Ida Berg (by link) said');

  // She is taken out: her browser, her links and her sign-in do nothing any more.
  await admin.goto('/console/people');
  await admin.getByText('Remove Ida Berg', { exact: true }).click();
  await press(admin, /^Yes, remove Ida Berg$/);
  await admin.getByText('Ida Berg is out of the directory.').waitFor();
  await seen(admin);
  const left = await ida.goto('/console');
  expect([left?.status(), await ida.locator('main').innerText()]).toEqual([403, expect.stringMatching(/taken out/)]);
  await seen(ida);
  expect((await ida.goto(link))?.status()).toBe(403);
  await seen(ida);
  await system.say(body.id, 'resolve', { message: 'It works again.' });
  await leave();

  const audit = JSON.stringify((await system.get('/v1/acts')).body);
  expect(audit).toContain('"by":"ida"');
  const surfaces = {
    pages: shown.join('\n'),
    'command line': said,
    audit,
    inbox: JSON.stringify(await system.inbox()),
    incident: JSON.stringify(await system.incident(body.id)),
    posts: JSON.stringify(await system.posts()),
    site: (await system.onSite(`/incidents/${body.id}`)).text,
    log: readFileSync(path.join(system.dataDir, 'logs', 'functions.log'), 'utf8'),
  };
  const opaque = subjects(system);
  expect(opaque.length).toBeGreaterThan(1);
  for (const [surface, text] of Object.entries(surfaces)) {
    expect([surface, text.length > 100]).toEqual([surface, true]);
    const found = opaque.filter((id) => text.includes(id));
    expect([
      surface,
      found,
      text.slice(Math.max(0, text.indexOf(found[0] ?? text) - 200)).slice(0, 400 * found.length),
    ]).toEqual([surface, [], '']);
  }
}

/** As an administrator on AWS does, with the calls of `docs/deploying.md`. */
async function invite(system: LocalSystem, account: object): Promise<void> {
  const answer = await fetch(`${system.urls.world}/sim/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  expect(answer.status).toBe(201);
}

/** The opaque ids of all who can sign in: hers, and those that every data folder has. */
function subjects(system: LocalSystem): string[] {
  const file = path.join(system.dataDir, 'cloud', 'cognito', 'accounts.json');
  return [...Object.keys(JSON.parse(readFileSync(file, 'utf8'))), '00000000-0000-4000-8000-00000000c0d'];
}

/** What these commands print, one after the other. */
async function onTheCommandLine(system: LocalSystem, ...commands: string[][]): Promise<string> {
  const said: string[] = [];
  const now = Date.parse(await system.now());
  const say = (text: string) => void said.push(text);
  for (const words of commands)
    await run(words, {
      fetch,
      wait: async () => undefined,
      now: () => now,
      random: () => 0.5,
      env: { CANDOR_OPS_URL: system.urls.ops, CANDOR_SITE_URL: system.urls.site },
      home: '/nobody',
      tokens: tokensInMemory(),
      directory: '/',
      out: say,
      err: say,
      interactive: false,
      rewrite: () => undefined,
      readInput: async () => '',
      ask: async () => undefined,
      prompts: undefined,
      mailAccounts: { read: () => Promise.reject(new Error('nobody asks')) },
      cdk: async () => ({ code: 1, said: '' }),
      interrupted: () => new AbortController().signal,
    });
  return said.join('\n');
}
