import { describe, expect, it } from 'vitest';
import { signAddressLink } from '../../shared/core/address-link.ts';
import { DAY_MS, plus } from '../../shared/core/instant.ts';
import {
  CHANGE_LIVES_MS,
  LINK_PURPOSES,
  readSubscriberLink,
  type SubscriberLink,
  signSubscriberLink,
} from '../../shared/core/subscribers/subscriber-link.ts';
import { TEN_O_CLOCK as now } from '../support/entries.ts';

const KEY = 'a key of enough letters for a signature';
const change: SubscriberLink = { purpose: 'change', channel: 'mail', id: 'a1', expiresAt: plus(now, CHANGE_LIVES_MS) };
const leave: SubscriberLink = { purpose: 'leave', channel: 'hooks', id: 'a1' };

describe('a link to a subscriber', () => {
  it('says what was signed, until it expires, and for ever where it does not', () => {
    const token = signSubscriberLink(change, KEY);
    expect(readSubscriberLink(token, 'change', KEY, now)).toEqual(change);
    expect(readSubscriberLink(token, 'change', KEY, change.expiresAt!)).toBe('expired');
    expect(readSubscriberLink(signSubscriberLink(leave, KEY), 'leave', KEY, plus(now, 3_650 * DAY_MS))).toEqual(leave);
  });

  it('does what it was signed for, and nothing else', () => {
    const tokens = LINK_PURPOSES.map((purpose) => ({ purpose, token: signSubscriberLink({ ...leave, purpose }, KEY) }));
    for (const { purpose, token } of tokens)
      for (const asked of LINK_PURPOSES)
        expect(readSubscriberLink(token, asked, KEY, now) === 'forged').toBe(asked !== purpose);
  });

  it('is ours only letter by letter, by our key, and no other link of ours', () => {
    const token = signSubscriberLink(leave, KEY);
    const [said = '', signed = ''] = token.split('.');
    const bobs = Buffer.from(JSON.stringify(['leave', 'hooks', 'b2'])).toString('base64url');
    const address = signAddressLink({ person: 'a1', kind: 'mail', asked: 'x', expiresAt: plus(now, DAY_MS) }, KEY);
    for (const forged of ['', 'x', said, `${bobs}.${signed}`, `${token}.x`, `${token}A`, address])
      expect(readSubscriberLink(forged, 'leave', KEY, now)).toBe('forged');
    expect(readSubscriberLink(token, 'leave', `${KEY}!`, now)).toBe('forged');
    expect(() => signSubscriberLink(leave, '')).toThrow('too short');
  });

  it('fits into the header of a mail', () => {
    const link: SubscriberLink = { ...leave, channel: 'hooks', id: 'z'.repeat(20) };
    expect(signSubscriberLink(link, KEY).length).toBeLessThan(120);
  });
});
