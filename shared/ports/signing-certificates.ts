/** The certificates that a service of AWS signs what it sends with. */
export interface SigningCertificates {
  /**
   * The certificate at an address, as PEM; undefined if there is none. Rejects if nobody answers: then nothing is known.
   * Whoever asks has made sure that the address is the service's own.
   */
  at(address: string): Promise<string | undefined>;
}
