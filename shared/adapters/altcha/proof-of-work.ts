import { createHash, createHmac, randomInt } from 'node:crypto';
import { type Challenge, createChallenge, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { epochMs, SECOND_MS } from '../../core/instant.ts';
import { PROOF_CHARACTERS, TASK, TASK_LIVES_MS } from '../../core/subscribers/proof-of-work.ts';
import type { ProofOfWork } from '../../ports/proof-of-work.ts';

/**
 * Proof of work as ALTCHA has it (version 2, "deterministic"): we choose the number and sign the task, and the key that the
 * number leads to is signed inside it. To check a proof is two HMACs and never a derivation, whatever was sent. The secrets
 * are made of the house's own, so that nothing more is stored.
 */
export function altchaProofOfWork(houseKey: () => Promise<string>, { iterations, tries } = TASK): ProofOfWork {
  async function secrets() {
    const key = await houseKey();
    return { hmacSignatureSecret: secretFor(key, 'task'), hmacKeySignatureSecret: secretFor(key, 'solution') };
  }

  return {
    task: async (now) =>
      createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: iterations,
        counter: randomInt(tries),
        deriveKey,
        expiresAt: Math.floor((epochMs(now) + TASK_LIVES_MS) / SECOND_MS),
        ...(await secrets()),
      }),

    async solved(proof, now) {
      const sent = read(proof);
      if (sent === undefined) return undefined;
      const { verified } = await verifySolution({ ...sent, deriveKey: neverDerived, ...(await secrets()) });
      // From here on all of the task is what we signed. That its time is over the library asks the clock of the machine.
      const { expiresAt = 0 } = sent.challenge.parameters;
      return verified && epochMs(now) < expiresAt * SECOND_MS ? nameOf(sent.challenge.signature) : undefined;
    },
  };
}

type Sent = { challenge: Challenge & { signature: string }; solution: Solution };

/** What was sent, if it looks like a proof at all; the library looks at the solution itself once the task is ours. */
function read(proof: string): Sent | undefined {
  if (proof.length > PROOF_CHARACTERS) return undefined;
  try {
    const { challenge, solution } = JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
    const isTask = typeof challenge.parameters === 'object' && challenge.parameters !== null;
    return isTask && typeof challenge.signature === 'string' ? { challenge, solution } : undefined;
  } catch {
    return undefined;
  }
}

/** The library derives a key where a task has none signed inside it. Ours all have. */
const neverDerived = async (): Promise<never> => {
  throw new Error('A task of ours was signed without its key.');
};

const secretFor = (houseKey: string, purpose: string): string =>
  createHmac('sha256', houseKey).update(`candor-proof-of-work-${purpose}`).digest('base64url');

/** Two spellings of a proof are of one task: its signature is compared letter by letter. */
const nameOf = (signature: string): string => createHash('sha256').update(signature).digest('base64url').slice(0, 22);
