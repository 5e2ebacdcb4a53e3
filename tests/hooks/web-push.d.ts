declare module 'web-push' {
  const webPush: {
    generateVAPIDKeys(): { publicKey: string; privateKey: string };
    getVapidHeaders(
      audience: string,
      subject: string,
      publicKey: string,
      privateKey: string,
      contentEncoding: 'aes128gcm',
      expiration?: number,
    ): { Authorization: string };
  };
  export default webPush;
}
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  const ece: {
    decrypt(body: Buffer, how: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }): Buffer;
  };
  export default ece;
}
