import type { Route } from '@middy/http-router';
import type { AddressPorts } from '../app/people/address.ts';
import { type AddressState, confirmAddress, lookAtAddress } from '../app/people/confirm-address.ts';
import { addressPage } from '../console/address-page.ts';
import { pageHeaders } from '../console/page-headers.ts';
import { bodyText, type HttpEvent, type HttpResult } from './http.ts';
import { logger } from './logger.ts';

/** The address of the page is a secret: it is kept nowhere and told to nobody. */
const headers = { ...pageHeaders(), 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' };

/** Where owners confirm their addresses. A GET, which mail scanners and previews send too, only shows; a POST confirms. */
export function addressRoutes(ports: AddressPorts & { siteUrl: string }): Route<HttpEvent, HttpResult>[] {
  const token = (event: HttpEvent) => event.pathParameters?.token ?? '';
  const answer = (state: AddressState): HttpResult => {
    const frame = { brand: ports.brand, siteUrl: ports.siteUrl, person: undefined, csrf: '' };
    const { status, body } = addressPage(frame, state);
    return { statusCode: status, headers, body };
  };
  return [
    {
      method: 'GET',
      path: '/c/{token}',
      handler: async (event: HttpEvent) => answer(await lookAtAddress(ports, token(event))),
    },
    {
      method: 'POST',
      path: '/c/{token}',
      handler: async (event: HttpEvent) => {
        const form = new URLSearchParams(bodyText(event));
        const state = await confirmAddress(ports, token(event), form.get('link') ?? '');
        if (state.type === 'done') logger.info('an address was confirmed', { kind: state.kind });
        return answer(state);
      },
    },
  ];
}
