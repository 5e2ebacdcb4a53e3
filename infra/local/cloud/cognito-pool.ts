import type { Properties } from './template.ts';

/** What a user pool of the template asks of whoever signs in. */
export interface PoolRules {
  /** True if people sign in with their address alone: then Cognito makes their user names up. */
  readonly opaqueNames: boolean;
  /** True if the address is good besides the user name. */
  readonly takesMail: boolean;
  /** True if everybody needs a second factor: a code of an authenticator app. */
  readonly needsCode: boolean;
  readonly password: PasswordRules;
  /** How long a password that an administrator gave is good for. */
  readonly temporaryDays: number;
}

type PasswordRules = { readonly least: number } & Readonly<Record<'lower' | 'upper' | 'digit' | 'symbol', boolean>>;

/** Without a policy a pool asks for 8 characters of every kind, and temporary passwords are good for a week. */
export function poolRules(properties: Properties): PoolRules {
  const said = properties.Policies?.PasswordPolicy ?? {};
  const codes = (properties.EnabledMfas ?? []).includes('SOFTWARE_TOKEN_MFA');
  return {
    opaqueNames: (properties.UsernameAttributes ?? []).length > 0,
    takesMail: (properties.AliasAttributes ?? []).includes('email'),
    needsCode: properties.MfaConfiguration === 'ON' && codes,
    password: {
      least: said.MinimumLength ?? 8,
      lower: said.RequireLowercase ?? true,
      upper: said.RequireUppercase ?? true,
      digit: said.RequireNumbers ?? true,
      symbol: said.RequireSymbols ?? true,
    },
    temporaryDays: said.TemporaryPasswordValidityDays ?? 7,
  };
}

/** What Cognito counts as a symbol. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/;

/** What a password lacks, in the words that its owner reads; empty for one that the pool takes. */
export function passwordLacks({ password }: PoolRules, chosen: string): string[] {
  const lacks: [boolean, string][] = [
    [chosen.length < password.least, `at least ${password.least} characters`],
    [password.lower && !/[a-z]/.test(chosen), 'a lower-case letter'],
    [password.upper && !/[A-Z]/.test(chosen), 'an upper-case letter'],
    [password.digit && !/\d/.test(chosen), 'a number'],
    [password.symbol && !SYMBOL.test(chosen), 'a symbol, like ! or -'],
  ];
  return lacks.flatMap(([isLacking, what]) => (isLacking ? [what] : []));
}
