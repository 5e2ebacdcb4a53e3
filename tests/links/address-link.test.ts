import { describe, expect, it } from 'vitest';
import { signLink } from '../../shared/core/action-link.ts';
import { ADDRESS_LINK_LIVES_MS, readAddressLink, signAddressLink } from '../../shared/core/address-link.ts';
import { plus } from '../../shared/core/instant.ts';
import { TEN_O_CLOCK as now } from '../support/entries.ts';

const KEY = 'a key of enough letters for a signature';
const link = { person: 'ada', kind: 'mail', asked: 'a1', expiresAt: plus(now, ADDRESS_LINK_LIVES_MS) } as const;

describe('a link that confirms an address', () => {
  it('says what was signed, until it expires', () => {
    const token = signAddressLink(link, KEY);
    expect(readAddressLink(token, KEY, now)).toEqual(link);
    expect(readAddressLink(token, KEY, link.expiresAt)).toBe('expired');
  });

  it('is ours only letter by letter, by our key, and for this purpose', () => {
    const token = signAddressLink(link, KEY);
    const [said = '', signed = ''] = token.split('.');
    const bobs = Buffer.from(JSON.stringify(['bob', 'mail', 'a1', link.expiresAt])).toString('base64url');
    const action = {
      action: 'on-it',
      incident: 'i',
      etag: '"1-a"',
      to: 'ada',
      reminder: 'r',
      expiresAt: link.expiresAt,
    } as const;
    for (const forged of ['', 'x', said, `${bobs}.${signed}`, `${token}.x`, `${token}A`, signLink(action, KEY)])
      expect(readAddressLink(forged, KEY, now)).toBe('forged');
    expect(readAddressLink(token, `${KEY}!`, now)).toBe('forged');
    expect(() => signAddressLink(link, '')).toThrow('too short');
  });
});
