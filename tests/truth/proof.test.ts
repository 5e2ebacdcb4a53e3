import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChainFault, hashOf, type LogLine } from '../../shared/core/chain.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { filesOf } from '../site/support/reader.ts';
import { serveSite } from '../site/support/served-site.ts';
import { renderedFile, siteOf } from '../site/support/site.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { opened, resolved, type Step, toldReported, update } from '../support/story.ts';

const removed: Step = { at: '14:30', command: { type: 'Redact', seq: 2, message: 'It named a person.' } };
const incident = publicIncident(
  toldReported(
    opened('14:00'),
    update('14:05', { message: 'Ada broke it.' }),
    update('14:20', { workaround: 'Wait.' }),
    removed,
    resolved('14:40'),
  ),
);
const lines = incident.entries.map((line) => line as LogLine);
const logOf = (some: readonly object[]) => some.map((line) => `${JSON.stringify(line)}\n`).join('');

/** What somebody may do to a log, and the line that gives it away. */
const LOGS: [what: string, lines: readonly LogLine[]][] = [
  ['as it is, with a text removed', lines],
  ['with a word changed', lines.map((line, at) => (at === 2 ? { ...line, message: 'All is well.' } : line))],
  ['with a time changed', lines.map((line, at) => (at === 0 ? { ...line, at: '2026-11-22T13:00:00.000Z' } : line))],
  ['with a line dropped', lines.filter((_, at) => at !== 2)],
  ['with two lines in another order', [lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)]],
  ['with a line inserted', [lines[0]!, { ...lines[0]!, seq: 2 }, ...lines.slice(1)]],
  [
    'with a line written and hashed anew',
    lines.map((line, at) => (at === 0 ? hashedAnew(line, 'All is well.') : line)),
  ],
  ['with a text gone, and no word of it', lines.map((line, at) => (at === 2 ? withoutText(line) : line))],
];

/** As whoever owns the site can do: only the line after it gives that away. */
function hashedAnew({ hash: _hash, salt, title, workaround: _workaround, ...rest }: LogLine, message: string): LogLine {
  const { message: _message, ...body } = rest;
  const content = { salt, title, message };
  const forged = { ...body, contentHash: hashOf(content) };
  return { ...forged, hash: hashOf(forged), ...content } as LogLine;
}

function withoutText({
  message: _message,
  salt: _salt,
  title: _title,
  workaround: _workaround,
  ...rest
}: LogLine): LogLine {
  return rest;
}

/** A site on which the log of the incident has these lines. */
const siteWith = (some: readonly LogLine[]) => [
  ...filesOf([incident], '15:00').filter(({ key }) => !key.endsWith('log.jsonl')),
  {
    key: `incidents/${incident.id}/log.jsonl`,
    body: logOf(some),
    contentType: 'application/jsonl; charset=utf-8',
  },
];

describe('the recipe on the page about the proof', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'candor-proof-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const page = renderedFile(siteOf([incident], '15:00'), 'proof/index.html');
  const recipe = /<code>([\s\S]*?)<\/code>/
    .exec(page)![1]!
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

  it('has at most forty lines', () => {
    expect(recipe.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it.each(LOGS)('run as it stands there, says of a log %s what candor verify says', async (_what, some) => {
    const file = path.join(folder, 'check.mjs');
    writeFileSync(file, recipe);
    const site = await serveSite(siteWith(some));
    const run = await promisify(execFile)(process.execPath, [
      file,
      `${site.url}/incidents/${incident.id}/log.jsonl`,
    ]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );
    await site.stop();
    const fault = findChainFault(some);
    const first = run.stdout
      .trimEnd()
      .split('\n')
      .findIndex((line) => !line.includes(' holds,'));
    expect({ code: run.code, first }).toEqual({ code: fault ? 1 : 0, first: fault ? fault.line - 1 : -1 });
  });
});

describe('the check in the browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await sharedBrowser();
  });
  afterAll(() => closeContexts(browser));

  it.each(LOGS)(
    'says of a log %s what candor verify says, within the policy and from nowhere else',
    async (_what, some) => {
      const site = await serveSite(siteWith(some));
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${site.url}/incidents/${incident.id}`);
      await page.getByRole('button', { name: 'Check it in your browser' }).click();
      const found = page.locator('#checked');
      await found.locator('li').first().waitFor();
      const rows = await found.locator('li').allTextContents();
      const fault = findChainFault(some);
      const first = rows.findIndex((row) => !row.includes(' holds'));
      expect({ rows: rows.length, first }).toEqual({ rows: some.length, first: fault ? fault.line - 1 : -1 });
      expect(await found.locator('p').textContent()).toContain(
        fault ? 'do not hold' : `All ${some.length} entries hold`,
      );
      await context.close();
      await site.stop();
    },
  );
});

describe('the project', () => {
  it('sends nobody to a package that is not its own', () => {
    const pages = filesOf([incident], '15:00').map(({ body }) => body);
    for (const body of pages) expect(body).not.toMatch(/\bnpx\b|npmjs|npm (?:i|install|exec)\b/);
  });
});
