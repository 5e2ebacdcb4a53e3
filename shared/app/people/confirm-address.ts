import { type AddressLink, readAddressLink } from '../../core/address-link.ts';
import type { Address, AddressKind, Person } from '../../core/people/person.ts';
import { type AddressPorts, askOwner, forget } from './address.ts';

/** What a link that confirms an address leads to. `wrong`: what was sent did not confirm it, and why. */
export type AddressState =
  | { type: 'refused'; why: 'forged' | 'expired' | 'gone' }
  | {
      type: 'ready';
      kind: AddressKind;
      name: string;
      to: string;
      wrong?: 'no-token' | 'not-accepted' | 'opened-before';
    }
  | { type: 'done'; kind: AddressKind; name: string };

type Asked = { link: AddressLink; person: Person; address: Address };

/** What `token` asks now. Changes nothing. */
export async function lookAtAddress(ports: AddressPorts, token: string): Promise<AddressState> {
  const found = await asked(ports, token);
  return 'type' in found ? found : ready(found);
}

/**
 * Confirms an address, because its owner pressed the button. Of mail they hand in the link that SNS has sent there: we
 * confirm by its token, so that no link in a later mail, whoever opens it, ends the subscription.
 */
export async function confirmAddress(ports: AddressPorts, token: string, handedIn: string): Promise<AddressState> {
  const found = await asked(ports, token);
  if ('type' in found) return found;
  const { link, person, address } = found;
  if (link.kind === 'mail') {
    const wrong = await whyMailIsNotConfirmed(ports, found, handedIn);
    if (wrong !== undefined) return { ...ready(found), wrong };
  }
  const confirmed = { ...address, confirmedAt: ports.clock.now() };
  const next = { ...person, addresses: { ...person.addresses, [link.kind]: confirmed }, version: person.version + 1 };
  // Somebody changed this person in the same moment: the owner presses once more.
  if (!(await ports.people.put(next, person.version))) return ready(found);
  return { type: 'done', kind: link.kind, name: person.name };
}

async function asked(ports: AddressPorts, token: string): Promise<Asked | AddressState> {
  const link = readAddressLink(token, await ports.linkKey(), ports.clock.now());
  if (link === 'forged' || link === 'expired') return { type: 'refused', why: link };
  const person = await ports.people.of(link.person);
  const address = person?.addresses[link.kind];
  if (person === undefined || address?.asked !== link.asked) return { type: 'refused', why: 'gone' };
  if (address.confirmedAt !== undefined) return { type: 'done', kind: link.kind, name: person.name };
  return { link, person, address };
}

const ready = ({ link, person, address }: Asked): AddressState & { type: 'ready' } => ({
  type: 'ready',
  kind: link.kind,
  name: person.name,
  to: masked(link.kind, address.to),
});

async function whyMailIsNotConfirmed(
  ports: AddressPorts,
  { link, person, address }: Asked,
  handedIn: string,
): Promise<'no-token' | 'not-accepted' | 'opened-before' | undefined> {
  const { confirmed } = await ports.subscriptions.standing();
  if (confirmed.has(address.subscription ?? '')) {
    // Whoever opened SNS's own link was not asked by us, and by now any visit of a mail's last link would end it.
    await forget(ports, address);
    const again = { ...(await askOwner(ports, person, 'mail', address.to)), asked: link.asked };
    await ports.people.put(
      { ...person, addresses: { ...person.addresses, mail: again }, version: person.version + 1 },
      person.version,
    );
    return 'opened-before';
  }
  const token = tokenIn(handedIn);
  if (token === undefined) return 'no-token';
  const subscription = await ports.subscriptions.confirm(token);
  return subscription !== undefined && subscription === address.subscription ? undefined : 'not-accepted';
}

/** The token in the link of SNS's mail, or the token itself. */
function tokenIn(handedIn: string): string | undefined {
  const text = handedIn.trim();
  const token = URL.canParse(text) ? new URL(text).searchParams.get('Token') : text;
  return token !== null && /^[\w-]{16,1000}$/.test(token) ? token : undefined;
}

/** `a…@example.com`: enough to know it by, and no address. Of a webhook its host, because the rest is a secret. */
export function masked(kind: AddressKind, to: string): string {
  if (kind === 'hook') return new URL(to).host;
  const [local = '', host = ''] = to.split('@');
  return `${local.slice(0, 1)}…@${host}`;
}
