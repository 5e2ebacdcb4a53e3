import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, maskedAddress, readMailAddress, subscriberId } from '../../shared/core/subscribers/address.ts';

const PEPPER = 'a pepper of enough letters for a hash';

describe('a typed address', () => {
  it('is taken as it is, with its domain as the net writes it', () => {
    expect(readMailAddress(' Ada.Lovelace+status@Example.COM ')).toEqual({
      address: 'Ada.Lovelace+status@example.com',
      domain: 'example.com',
    });
    expect(readMailAddress('ada@Bücher.example')).toEqual({
      address: 'ada@xn--bcher-kva.example',
      domain: 'xn--bcher-kva.example',
    });
  });

  it.each([
    '',
    '  ',
    'ada',
    '@example.com',
    'ada@',
    'ada@example',
    'ada@localhost',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@exa mple.com',
    'ada@example.com/x',
    'ada@user:secret@example.com',
    'ada@example.com:25',
    'ada@-example.com',
    'ada@example..com',
    '.ada@example.com',
    'ada..l@example.com',
    'ada,bob@example.com',
    'Ada <ada@example.com>',
    '"ada"@example.com',
    'ada@example.com\r\nBcc: bob@example.com',
    'ada\n@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.com`,
    `ada@${'abcdefg.'.repeat(32)}com`,
  ])('is not taken if it is %j', (typed) => {
    expect(readMailAddress(typed)).toBe(typed.trim() === '' ? 'empty' : 'syntax');
  });

  it('is not taken if SES cannot carry it, and says so', () => {
    expect(readMailAddress('jürgen@example.com')).toBe('foreign-letters');
  });

  it.each(['abuse@example.com', 'NOC@example.com', 'Postmaster+x@example.com', 'no-reply@example.com'])(
    'is not taken if nobody has it: %s',
    (typed) => expect(readMailAddress(typed)).toBe('role'),
  );

  it.each(['support@example.com', 'it@example.com', 'ops@example.com', 'nocturne@example.com'])(
    'is taken where those who run a service read: %s',
    (typed) => expect(readMailAddress(typed)).toMatchObject({ address: typed }),
  );

  it.each(['5551234567@vtext.com', '5551234567@TXT.att.net', '49151@mail.t-mobile-sms.de'])(
    'is not taken if it rings a phone: %s',
    (typed) => expect(readMailAddress(typed)).toBe('sms-gateway'),
  );

  it('never throws, and never holds what would begin another header or address', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${text}@example.com`),
          fc.emailAddress(),
        ),
        (typed) => {
          const read = readMailAddress(typed);
          if (typeof read === 'object') expect(read.address).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
        },
      ),
    );
  });
});

describe('who an address is', () => {
  it.each([
    ['ada@example.com', 'ADA@example.com'],
    ['ada.lovelace@gmail.com', 'a.d.a.lovelace+outages@googlemail.com'],
    ['ada@outlook.com', 'ada+x@outlook.com'],
    ['ada@proton.me', 'ada+x@protonmail.com'],
    ['ada@icloud.com', 'ada@me.com'],
  ])('is one for %s and %s', (one, other) => {
    expect(canonical('mail', one)).toBe(canonical('mail', other));
    expect(subscriberId(PEPPER, 'mail', one)).toBe(subscriberId(PEPPER, 'mail', other));
  });

  it.each([
    ['ada@example.com', 'ada+x@example.com'],
    ['ada.l@example.com', 'adal@example.com'],
    ['ada.l@outlook.com', 'adal@outlook.com'],
    ['ada@gmail.com', 'ada@example.com'],
    ['+ada@gmail.com', '+bob@gmail.com'],
  ])('are two where nobody but the domain knows: %s and %s', (one, other) => {
    expect(subscriberId(PEPPER, 'mail', one)).not.toBe(subscriberId(PEPPER, 'mail', other));
  });

  it('depends on pepper and kind, is 20 letters long, and needs a pepper', () => {
    const id = subscriberId(PEPPER, 'mail', 'ada@example.com');
    expect(id).toMatch(/^[0-9a-z]{20}$/);
    expect(subscriberId(`${PEPPER}!`, 'mail', 'ada@example.com')).not.toBe(id);
    expect(subscriberId(PEPPER, 'webhook', 'ada@example.com')).not.toBe(id);
    expect(() => subscriberId('', 'mail', 'ada@example.com')).toThrow('too short');
  });

  it('is the same for ever', () => {
    expect(subscriberId(PEPPER, 'mail', 'ada@example.com')).toBe('4yb3honbf9uac2z9v4fk');
  });

  it('is shown so that its owner knows it, and nobody else learns it', () => {
    expect(maskedAddress('mail', 'ada@example.com')).toBe('a…@example.com');
    expect(maskedAddress('webhook', 'https://hooks.example.com/secret')).toBe('hooks.example.com');
  });
});
