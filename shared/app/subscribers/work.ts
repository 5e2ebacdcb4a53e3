import { byProof } from '../../core/subscribers/proof-of-work.ts';
import type { CountedBy, Work } from '../../core/subscribers/sign-up-limits.ts';
import type { ProofOfWork } from '../../ports/proof-of-work.ts';
import type { SubscriberPorts } from './ports.ts';

/** `proofOfWork`: left out where the house asks no browser for work. */
export type WorkPorts = Pick<SubscriberPorts, 'signUpCounts' | 'clock'> & {
  proofOfWork?: Pick<ProofOfWork, 'solved'> | undefined;
};

/** What was shown, if anything is asked for; `proof`: what it is counted by, so that it can be given back. */
export type ShownWork = { work?: Work; proof?: CountedBy };

/**
 * What a form shows of work, and uses it up: of two forms with one proof one has it. `proof` is what was sent, or nothing.
 * No proof is an error: whoever has none may sign up as programs do (`Comer`).
 */
export async function shownWork({ proofOfWork, signUpCounts, clock }: WorkPorts, proof: string): Promise<ShownWork> {
  if (proofOfWork === undefined) return {};
  if (proof === '') return { work: 'missing' };
  const now = clock.now();
  const task = await proofOfWork.solved(proof, now);
  if (task === undefined) return { work: 'void' };
  const by = byProof(task);
  return (await signUpCounts.take(by, now)).passes ? { work: 'done', proof: by } : { work: 'void' };
}
