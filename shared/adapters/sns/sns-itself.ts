import type { SigningCertificates } from '../../ports/signing-certificates.ts';
import { answerWithinMs, DEADLINES } from '../aws/deadlines.ts';

/** A certificate has about 2 KB; SNS signs with one or two at a time in each region. */
const MOST_LETTERS = 20_000;
const MOST_KEPT = 20;

/**
 * What SNS shows to everybody at addresses that stand in its messages. `endpoint`: where AWS is reached instead of at its
 * own hosts, if it is (`AWS_ENDPOINT_URL`, as for every client of AWS).
 */
export function snsItself(endpoint?: string): {
  certificates: SigningCertificates;
  /** Calls the address that confirms a subscription. Rejects if SNS does not. */
  confirm(address: string): Promise<void>;
} {
  const kept = new Map<string, string>();

  async function ask(address: string): Promise<Response> {
    const url = new URL(address);
    const from = endpoint === undefined ? url : new URL(`${url.pathname}${url.search}`, endpoint);
    return fetch(from, { redirect: 'error', signal: AbortSignal.timeout(answerWithinMs(DEADLINES.snsItself)) });
  }

  return {
    certificates: {
      async at(address) {
        const known = kept.get(address);
        if (known !== undefined) return known;
        const answer = await ask(address);
        if (answer.status >= 400 && answer.status < 500) return undefined;
        if (!answer.ok) throw new Error(`it answered ${answer.status}`);
        const certificate = (await answer.text()).slice(0, MOST_LETTERS);
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(address, certificate);
        return certificate;
      },
    },
    async confirm(address) {
      const { ok, status } = await ask(address);
      if (!ok) throw new Error(`SNS answered the confirmation with ${status}`);
    },
  };
}
