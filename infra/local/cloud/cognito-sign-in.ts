import { randomBytes, randomUUID } from 'node:crypto';
import { type Account, type Accounts, hashed } from './cognito-accounts.ts';
import { passwordLacks } from './cognito-pool.ts';
import { base32, stepOf } from './totp.ts';

/** What the sign-in page shows next; `session` comes back with what is typed there. */
export type Step =
  | { readonly asks: 'password'; readonly name: string; readonly wrong?: string }
  | { readonly asks: 'new-password'; readonly session: string; readonly wrong?: string }
  | {
      readonly asks: 'app';
      readonly session: string;
      readonly secret: string;
      readonly uri: string;
      readonly wrong?: string;
    }
  | { readonly asks: 'code'; readonly session: string; readonly wrong?: string }
  | { readonly asks: 'nothing'; readonly account: Account };

/** Who is half signed in, and what they were asked for last. */
type Session = {
  readonly sub: string;
  readonly asks: 'new-password' | 'app' | 'code';
  readonly until: number;
  /** Of an app that is about to be added. */
  readonly secret?: string;
};

/** Cognito's default for a session between two pages (`AuthSessionValidity`). */
const SESSION_MS = 180_000;

const WRONG_CODE =
  'That is not the code that the app shows now. Wait for the next one, and check the clock of the telephone.';
const USED_CODE = 'That code was taken already, and each is good once. Wait for the next one.';

/**
 * Signing in page by page, as Cognito's own pages do: the password; at the first time another one, and an authenticator
 * app; from then on the code of that app.
 */
export function createSignIn(accounts: Accounts, nowMs: () => number): (form: URLSearchParams) => Step {
  const sessions = new Map<string, Session>();

  /** What is still asked of somebody whose password is right. */
  function next(account: Account): Step {
    if (account.isEasy) return { asks: 'nothing', account };
    if (account.temporaryUntil !== undefined) return { asks: 'new-password', session: begun(account, 'new-password') };
    if (account.app !== undefined) return { asks: 'code', session: begun(account, 'code') };
    if (!accounts.rules.needsCode) return { asks: 'nothing', account };
    const secret = base32(randomBytes(20));
    return { asks: 'app', session: begun(account, 'app', secret), ...shownSecret(account, secret) };
  }

  function begun({ sub }: Account, asks: Session['asks'], secret?: string): string {
    const session = randomUUID();
    sessions.set(session, { sub, asks, until: nowMs() + SESSION_MS, ...(secret === undefined ? {} : { secret }) });
    return session;
  }

  function withPassword(form: URLSearchParams): Step {
    const name = form.get('username') ?? '';
    const account = accounts.signingIn(name, form.get('password') ?? '');
    if (account === undefined) return { asks: 'password', name, wrong: 'Incorrect username or password.' };
    if (account.temporaryUntil !== undefined && account.temporaryUntil < nowMs())
      return {
        asks: 'password',
        name,
        wrong: 'Your temporary password has expired. An administrator can send you another one.',
      };
    return next(account);
  }

  return (form) => {
    const id = form.get('session');
    if (id === null) return withPassword(form);
    const session = sessions.get(id);
    const account = session && accounts.of(session.sub);
    if (session === undefined || !account?.enabled || session.until < nowMs()) {
      sessions.delete(id);
      return { asks: 'password', name: '', wrong: 'That took too long, or was done already. Sign in again.' };
    }
    /** Keeps the account as it is now; the session is spent. */
    const kept = (changed: Account): Account => {
      sessions.delete(id);
      return accounts.put(changed);
    };

    switch (session.asks) {
      case 'new-password': {
        const wrong = whatIsWrong(accounts, form);
        if (wrong !== undefined) return { asks: 'new-password', session: id, wrong };
        const { temporaryUntil: _given, ...own } = account;
        return next(kept({ ...own, password: hashed(form.get('new-password') ?? '') }));
      }
      case 'app': {
        const secret = session.secret ?? '';
        const step = stepOf(secret, codeIn(form), nowMs());
        if (step === undefined) return { asks: 'app', session: id, ...shownSecret(account, secret), wrong: WRONG_CODE };
        return { asks: 'nothing', account: kept({ ...account, app: { secret, lastStep: step } }) };
      }
      case 'code': {
        const { secret = '', lastStep = 0 } = account.app ?? {};
        const step = stepOf(secret, codeIn(form), nowMs());
        if (step === undefined) return { asks: 'code', session: id, wrong: WRONG_CODE };
        if (step <= lastStep) return { asks: 'code', session: id, wrong: USED_CODE };
        return { asks: 'nothing', account: kept({ ...account, app: { secret, lastStep: step } }) };
      }
    }
  };
}

const codeIn = (form: URLSearchParams): string => (form.get('code') ?? '').replaceAll(/\s/g, '');

function whatIsWrong({ rules }: Accounts, form: URLSearchParams): string | undefined {
  const chosen = form.get('new-password') ?? '';
  if (chosen !== form.get('again')) return 'The two passwords are not the same.';
  const lacks = passwordLacks(rules, chosen);
  return lacks.length === 0 ? undefined : `The new password lacks ${lacks.join(', ')}.`;
}

/** The secret as one types it into an app, and as a link that opens one. */
const shownSecret = ({ name }: Account, secret: string) => ({
  secret,
  uri: `otpauth://totp/Candor:${encodeURIComponent(name)}?secret=${secret}&issuer=Candor`,
});
