import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { type Calls, refused } from './cognito-calls.ts';
import { type PoolRules, passwordLacks, poolRules } from './cognito-pool.ts';
import { readJsonFile, writeJsonFile } from './durable-file.ts';
import type { Template } from './template.ts';

/** Somebody who can sign in. */
export interface Account {
  /** The user name that tokens carry: what was chosen, or the UUID that Cognito makes up where nobody may choose. */
  readonly name: string;
  readonly sub: string;
  readonly mail?: string | undefined;
  readonly groups: readonly string[];
  readonly enabled: boolean;
  readonly password: string;
  /** Until when the password that an administrator gave is good; absent once its owner has chosen one. */
  readonly temporaryUntil?: number;
  /** The authenticator app, and the last of its codes that was taken: each is good once. */
  readonly app?: { readonly secret: string; readonly lastStep: number };
  /** One that every new data folder has: the password is all that it is asked for. */
  readonly isEasy?: true;
}

export interface Accounts {
  readonly rules: PoolRules;
  /** Whom these are, by user name or address in any case. */
  signingIn(typed: string, password: string): Account | undefined;
  /** As they are now; undefined for one that is gone. */
  of(sub: string): Account | undefined;
  /** Whom this names, by user name or address in any case. */
  named(typed: string): Account | undefined;
  /** Keeps an account as it is now. */
  put(account: Account): Account;
  /** What an administrator at AWS does with accounts. */
  readonly calls: Calls;
}

export interface AccountSurroundings {
  /** Where what was changed by calls is kept. */
  readonly file: string;
  readonly nowMs: () => number;
  /** Takes the mail that invites somebody. */
  readonly mail: (to: string, text: string) => void;
}

/** The one who may everything, so that one person can try everything, but read their own drafts as a second one. */
export const EVERYBODY = 'commander';
export const EASY_PASSWORD = 'local';

const DAY_MS = 86_400_000;

/** The accounts of the template's user pool: an easy one for each of its groups, and those that calls have made. */
export function createAccounts(template: Template, { file, nowMs, mail }: AccountSurroundings): Accounts {
  const [pool] = template.ofType('AWS::Cognito::UserPool');
  const rules = poolRules(pool?.properties ?? {});
  const groups = template.ofType('AWS::Cognito::UserPoolGroup').map(({ name }) => name);
  const easy = new Map(easyAccounts(groups, rules).map((one) => [one.sub, one]));
  const all = new Map([...easy, ...Object.entries(readJsonFile<Record<string, Account>>(file, {}))]);

  function put(account: Account): Account {
    all.set(account.sub, account);
    writeJsonFile(file, Object.fromEntries([...all].filter(([sub, one]) => easy.get(sub) !== one)));
    return account;
  }
  const change = (account: Account, changed: Partial<Account>) => put({ ...account, ...changed });

  /** Cognito is asked to know no case. */
  const called = (typed: string): Account | undefined => {
    const wanted = typed.trim().toLowerCase();
    const byMail = rules.opaqueNames || rules.takesMail;
    return [...all.values()].find(
      ({ name, mail: address }) => name.toLowerCase() === wanted || (byMail && address?.toLowerCase() === wanted),
    );
  };
  const theOne = ({ UserPoolId, Username = '' }: Record<string, string>): Account => {
    checkPool(UserPoolId);
    const account = called(Username);
    if (account === undefined) throw refused('UserNotFoundException', 'User does not exist.');
    return account;
  };
  const checkPool = (id: string | undefined) => {
    if (id !== pool?.name) throw refused('ResourceNotFoundException', `User pool ${id} does not exist.`);
  };
  const checkGroup = (group: string | undefined) => {
    if (!groups.includes(group ?? '')) throw refused('ResourceNotFoundException', 'Group not found.');
  };

  const invite = (account: Account, password: string, isSilent: boolean) => {
    const invited = change(account, {
      password: hashed(password),
      temporaryUntil: nowMs() + rules.temporaryDays * DAY_MS,
    });
    if (!isSilent && account.mail !== undefined)
      mail(
        account.mail,
        `Your username is ${rules.opaqueNames ? account.mail : account.name} and temporary password is ${password}.`,
      );
    return { User: { ...described(invited), Attributes: attributesOf(invited) } };
  };

  return {
    rules,
    named: called,
    signingIn(typed, password) {
      const account = called(typed);
      return account?.enabled && matches(password, account.password) ? account : undefined;
    },
    of: (sub) => all.get(sub),
    put,
    calls: {
      AdminCreateUser(input) {
        checkPool(input.UserPoolId);
        const { Username = '', TemporaryPassword = temporaryPassword(rules), MessageAction } = input;
        if (MessageAction === 'RESEND') {
          const account = theOne({ UserPoolId: input.UserPoolId, Username });
          if (account.temporaryUntil === undefined)
            throw refused(
              'UnsupportedUserStateException',
              `Resend not possible. ${Username} status is not FORCE_CHANGE_PASSWORD`,
            );
          return invite(account, TemporaryPassword, false);
        }
        const given = new Map(
          (input.UserAttributes ?? []).map(({ Name, Value }: Record<'Name' | 'Value', string>) => [Name, Value]),
        ) as Map<string, string>;
        checkName(rules, Username);
        if (called(Username) !== undefined) throw refused('UsernameExistsException', 'User account already exists');
        // An address that nobody has verified is good for nothing.
        const verified = given.get('email_verified') === 'true' ? given.get('email') : undefined;
        if (verified !== undefined && called(verified) !== undefined)
          throw refused('AliasExistsException', 'An account with the email already exists.');
        const lacks = passwordLacks(rules, TemporaryPassword);
        if (lacks.length > 0)
          throw refused(
            'InvalidPasswordException',
            `Password did not conform with policy: it lacks ${lacks.join(', ')}`,
          );
        const sub = randomUUID();
        const account = {
          sub,
          name: rules.opaqueNames ? sub : Username,
          mail: rules.opaqueNames ? Username : verified,
          groups: [],
          enabled: true,
          password: '',
        };
        return invite(account, TemporaryPassword, MessageAction === 'SUPPRESS');
      },
      AdminGetUser: (input) => {
        const account = theOne(input);
        return { ...described(account), UserAttributes: attributesOf(account) };
      },
      AdminAddUserToGroup(input) {
        const account = theOne(input);
        checkGroup(input.GroupName);
        change(account, { groups: [...new Set([...account.groups, input.GroupName])] });
        return {};
      },
      AdminRemoveUserFromGroup(input) {
        const account = theOne(input);
        checkGroup(input.GroupName);
        change(account, { groups: account.groups.filter((group) => group !== input.GroupName) });
        return {};
      },
      AdminDisableUser(input) {
        change(theOne(input), { enabled: false });
        return {};
      },
      AdminEnableUser(input) {
        change(theOne(input), { enabled: true });
        return {};
      },
    },
  };
}

/** An account for each group, in that group alone, but for the one who is in all. */
function easyAccounts(groups: readonly string[], { opaqueNames }: PoolRules): Account[] {
  const password = hashed(EASY_PASSWORD);
  return [...new Set([EVERYBODY, ...groups])].map((name, index) => {
    const sub = `00000000-0000-4000-8000-00000000c0d${((14 + index) % 16).toString(16)}`;
    return {
      name: opaqueNames ? sub : name,
      sub,
      mail: `${name}@example.com`,
      groups: name === EVERYBODY ? groups : [name],
      enabled: true,
      password,
      isEasy: true,
    };
  });
}

function checkName({ opaqueNames, takesMail }: PoolRules, name: string): void {
  const isMail = /^\S+@\S+$/.test(name);
  if (opaqueNames && !isMail) throw refused('InvalidParameterException', 'Username should be an email.');
  if (takesMail && isMail)
    throw refused(
      'InvalidParameterException',
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name))
    throw refused('InvalidParameterException', "Value at 'username' failed to satisfy its pattern");
}

const described = ({ name, enabled, temporaryUntil }: Account) => ({
  Username: name,
  Enabled: enabled,
  UserStatus: temporaryUntil === undefined ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
});

const attributesOf = ({ sub, mail }: Account) =>
  Object.entries({ sub, ...(mail === undefined ? {} : { email: mail, email_verified: 'true' }) }).map(
    ([Name, Value]) => ({ Name, Value }),
  );

/** One that the pool takes, of letters that nobody mistakes for others. */
function temporaryPassword({ password: { least } }: PoolRules): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz';
  const some = [...randomBytes(Math.max(least, 8) - 3)].map((byte) => letters[byte % letters.length]).join('');
  return `${some}X7-`;
}

/** With a salt before it; these guard an account of this machine, and still nobody should read a password there. */
export function hashed(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32).toString('hex')}`;
}

function matches(password: string, kept: string): boolean {
  const [salt = '', hash = ''] = kept.split(':').map((part) => Buffer.from(part, 'hex'));
  return hash !== '' && timingSafeEqual(scryptSync(password, salt, 32), hash);
}
