import type { UnfitAddress } from '../core/hooks/address.ts';

/** What is wrong with an address that we are to call, and what to do about it. */
export const UNFIT_ADDRESS: Readonly<Record<UnfitAddress, string>> = {
  'no-address': 'is not an address. It begins with https://',
  'not-https': 'must begin with https://, so that nobody on the way reads or changes what we send',
  port: 'names a port. We call port 443 only: put the receiver behind it',
  credentials: 'holds a name or a password before the @. Put a secret into the path instead',
  literal: 'names its host in figures. Give the host a name in the DNS',
  'not-public': 'leads to no host on the public web',
};
