import type { Route } from '@middy/http-router';
import type { AddressPagePorts } from './address-answers.ts';
import type { HttpEvent, HttpResult } from './http.ts';
import { whenUsed } from './when-used.ts';

/** Where owners confirm their addresses. A GET, which mail scanners and previews send too, only shows; a POST confirms. */
export function addressRoutes(ports: AddressPagePorts): Route<HttpEvent, HttpResult>[] {
  const load = async () => (await import('./address-answers.ts')).addressAnswers(ports);
  const { look, confirm } = whenUsed(load, 'look', 'confirm');
  return [
    { method: 'GET', path: '/c/{token}', handler: look },
    { method: 'POST', path: '/c/{token}', handler: confirm },
  ];
}
