import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of axe that look at colours: all that another colour scheme can break. */
export const ABOUT_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page as it is now, by these rules or all: rule and elements. Deque's own runner opens a second
 * page for each look.
 */
export async function axeFinds(page: Page, rules?: readonly string[]): Promise<[rule: string, elements: string[]][]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const options = JSON.stringify({ resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) });
  return page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))`,
  );
}
