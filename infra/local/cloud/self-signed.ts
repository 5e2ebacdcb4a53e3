import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

// Node reads certificates and makes none. This is as much of X.509 (RFC 5280) as one that signs messages needs.

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
/** As YYYYMMDDHHMMSSZ. */
const time = (text: string) => der(0x18, Buffer.from(text));
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);

const SHA256_WITH_RSA = sequence(oid('2a864886f70d01010b'), der(0x05));
const COMMON_NAME = oid('550403');

/** A new key of RSA, and a certificate in PEM with which it names itself. It is valid from 2000 to 2099. */
export function selfSigned(name: string): { key: KeyObject; certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const who = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    who,
    sequence(time('20000101000000Z'), time('20991231235959Z')),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('RSA-SHA256').update(body).sign(privateKey);
  const whole = sequence(body, SHA256_WITH_RSA, bits(signature)).toString('base64');
  const lines = whole.match(/.{1,64}/g)!.join('\n');
  return { key: privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}
