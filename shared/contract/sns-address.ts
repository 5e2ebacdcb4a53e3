/**
 * An address of SNS itself, in any region; undefined for every other. What comes from outside names addresses for us to
 * call, so none but these is: https, SNS's own hosts, no other port, no name or password.
 */
export function snsAddress(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  return /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.host) ? url : undefined;
}

/** Where SNS keeps a certificate that it signs with; undefined for every other address. */
export function signingCertificateAddress(address: string): string | undefined {
  const url = snsAddress(address);
  const isPlain = url?.search === '' && url.hash === '';
  return isPlain && /^\/SimpleNotificationService-[0-9a-f]{16,64}\.pem$/.test(url.pathname) ? url.href : undefined;
}
