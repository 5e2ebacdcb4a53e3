import type { AddressPorts } from '../app/people/address.ts';
import { type AddressState, confirmAddress, lookAtAddress } from '../app/people/confirm-address.ts';
import { addressPage } from '../console/address-page.ts';
import { pageHeaders } from '../console/page-headers.ts';
import { bodyText, type HttpEvent, type HttpResult } from './http.ts';
import { logger } from './logger.ts';

export type AddressPagePorts = AddressPorts & { siteUrl: string };

/** The address of the page is a secret: it is kept nowhere and told to nobody. */
const headers = { ...pageHeaders(), 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' };

/** What the pages show on which owners confirm their addresses, and what they do. */
export function addressAnswers(ports: AddressPagePorts) {
  const token = (event: HttpEvent) => event.pathParameters?.token ?? '';
  const answer = (state: AddressState): HttpResult => {
    const frame = { brand: ports.brand, siteUrl: ports.siteUrl, person: undefined, csrf: '' };
    const { status, body } = addressPage(frame, state);
    return { statusCode: status, headers, body };
  };
  return {
    look: async (event: HttpEvent) => answer(await lookAtAddress(ports, token(event))),

    async confirm(event: HttpEvent) {
      const form = new URLSearchParams(bodyText(event));
      const state = await confirmAddress(ports, token(event), form.get('link') ?? '');
      if (state.type === 'done') logger.info('an address was confirmed', { kind: state.kind });
      return answer(state);
    },
  };
}
