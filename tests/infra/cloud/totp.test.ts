import { describe, expect, it } from 'vitest';
import { base32, codeAt, stepOf } from '../../../infra/local/cloud/totp.ts';

// The secret of RFC 6238, appendix B, and the last six digits of its values for SHA-1.
const SECRET = base32(Buffer.from('12345678901234567890'));

describe('a code of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is at second %i what the RFC says', (second, code) => {
    expect(codeAt(SECRET, second * 1_000)).toBe(code);
  });

  it('is known a step early and late, and no further', () => {
    const at = 1_234_567_890_000;
    const known = [-60_000, -30_000, 0, 30_000, 60_000].map((off) => stepOf(SECRET, codeAt(SECRET, at + off), at));
    const step = Math.floor(at / 30_000);
    expect(known).toEqual([undefined, step - 1, step, step + 1, undefined]);
  });

  it('comes from a secret as apps take it', () => {
    expect(SECRET).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});
