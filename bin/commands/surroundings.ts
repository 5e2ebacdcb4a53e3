import type { ClientSurroundings } from '../../shared/client/send.ts';
import type { MailAccounts } from '../../shared/ports/mail-account.ts';
import type { Cdk } from './deploy/cdk.ts';
import type { Prompts } from './guided/prompts.ts';
import type { KeptTokens } from './kept-tokens.ts';

/** What the command line touches of the machine it runs on; a test brings its own. */
export type Surroundings = ClientSurroundings & {
  env: Readonly<Record<string, string | undefined>>;
  /** Where `~` is. */
  home: string;
  /** The tokens that are kept for the next run. */
  tokens: KeptTokens;
  /** Where the person stands: files that they name are found from here. */
  directory: string;
  out: (text: string) => void;
  err: (text: string) => void;
  /** True if `out` is a terminal, where a line may be rewritten. */
  interactive: boolean;
  /** Replaces the terminal's current line; '' wipes it. */
  rewrite: (text: string) => void;
  /** All of standard input, for `--message -`. */
  readInput: () => Promise<string>;
  /** Asks the person and waits for a line; `undefined` if nobody is there to answer. */
  ask: (question: string) => Promise<string | undefined>;
  /** Asks step by step; `undefined` if no person is at a terminal. */
  prompts: (() => Promise<Prompts>) | undefined;
  /** The carrier of mails, as whoever has credentials of its account may ask it. */
  mailAccounts: MailAccounts;
  /** Runs CDK in the project's folder. */
  cdk: Cdk;
  /** From now on Ctrl-C aborts this signal, and no longer ends the process: the command ends by itself. */
  interrupted: () => AbortSignal;
};

/** The person asked for something that we cannot read; says what to write instead. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** How the command ended, for scripts. `waiting`: accepted, and a second person has to approve it. */
export const EXIT = {
  ok: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  notSignedIn: 4,
  waiting: 5,
  interrupted: 130,
} as const;
