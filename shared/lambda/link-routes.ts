import type { Route } from '@middy/http-router';
import type { HttpEvent, HttpResult } from './http.ts';
import type { LinkPorts } from './link-answers.ts';
import { whenUsed } from './when-used.ts';

/** Links from reminders. A GET, which mail scanners and previews send too, only shows; a POST from its form acts. */
export function linkRoutes(ports: LinkPorts): Route<HttpEvent, HttpResult>[] {
  const { look, act } = whenUsed(async () => (await import('./link-answers.ts')).linkAnswers(ports), 'look', 'act');
  return [
    { method: 'GET', path: '/a/{token}', handler: look },
    { method: 'POST', path: '/a/{token}', handler: act },
  ];
}
