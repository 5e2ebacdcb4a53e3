import type { Page } from 'playwright-core';
import { until } from './until.ts';

/**
 * Waits until an expression is true of a page. The library's own wait evaluates it again within the page, which a content
 * security policy forbids: it fails where it is not true at once.
 */
export const comes = (page: Page, expression: string): Promise<unknown> =>
  until(expression, () => page.evaluate(expression));
