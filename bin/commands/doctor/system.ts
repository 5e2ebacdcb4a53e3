import type { AwsAccount } from '../aws/account.ts';
import type { DeployedStack, StackResource } from '../aws/stack.ts';
import type { StageOnAws } from '../aws/stage.ts';
import type { Session } from '../session.ts';

/** The system that is looked at: its addresses, the API as this command line speaks to it, and AWS behind it. */
export type System = {
  session: Session;
  opsUrl: string;
  siteUrl: string | undefined;
  /** Where tokens are asked for, if that is known. */
  signInUrl: string | undefined;
  /** Undefined where all runs on this machine, and where AWS is not asked. */
  aws: OnAws | undefined;
  /** An address of the product that this system reports on. */
  product: string | undefined;
};

export type OnAws = {
  on: StageOnAws;
  account: AwsAccount;
  /** Throws `AwsRefused`, or what is missing. */
  stack: () => Promise<DeployedStack>;
  resources: () => Promise<readonly StackResource[]>;
};

/** One answer is waited for this long: a person sits before it. */
export const ANSWER_WITHIN_MS = 8_000;

/** Asks an address, and follows nobody to another. */
export function visit({ session }: Pick<System, 'session'>, url: string, init: RequestInit = {}): Promise<Response> {
  return session.surroundings.fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    ...init,
  });
}

export const isHere = (url: string): boolean => ['localhost', '127.0.0.1'].includes(new URL(url).hostname);

/** By how much the clock behind an answer goes before ours, in ms; undefined where it does not say. */
export function clockAhead(answer: Response, nowMs: number): number | undefined {
  const date = answer.headers.get('date');
  return date === null ? undefined : Date.parse(date) - nowMs;
}
