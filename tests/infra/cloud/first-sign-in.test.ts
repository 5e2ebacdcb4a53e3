import { createHash } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient as Client,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeAt } from '../../../infra/local/cloud/totp.ts';
import { apiStack, claimsOf, clientOf } from './support/api-stack.ts';
import { asOperator, discard, type Resources, type RunningStack, runStack } from './support/small-stack.ts';

// The pool as our template has it; `tests/infra/stack/operations-api.test.ts` holds the template to that.
const POOL = {
  AliasAttributes: ['email'],
  MfaConfiguration: 'ON',
  EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 3,
    },
  },
};
const MINUTE = 60_000;

const withPool = (Properties: object): ReturnType<typeof apiStack> => {
  const stack = apiStack('http://127.0.0.1:1');
  return {
    ...stack,
    resources: { ...stack.resources, Pool: { Type: 'AWS::Cognito::UserPool', Properties } } as Resources,
  };
};

const mails: { to: string; text: string }[] = [];
let cloud: RunningStack;
let cognito: Client;
beforeAll(async () => {
  cloud = await runStack(withPool(POOL), { onMail: (to, text) => mails.push({ to, text }) });
  cognito = new Client(asOperator(cloud));
});
afterEach(() => void vi.useRealTimers());
afterAll(() => discard(cloud));

const pass = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
const { call, tokenRequest } = clientOf(() => cloud);
const pool = () => cloud.template.ofType('AWS::Cognito::UserPool')[0]!.name;
const clientId = () => cloud.template.ofType('AWS::Cognito::UserPoolClient').find(({ id }) => id === 'Person')!.name;

/** An account as an administrator makes it, and the password in the mail that invites. */
async function invited(Username: string): Promise<string> {
  const UserAttributes = [
    { Name: 'email', Value: `${Username}@example.com` },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito.send(new AdminCreateUserCommand({ UserPoolId: pool(), Username, UserAttributes }));
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: pool(), Username, GroupName: 'commander' }));
  return (
    /temporary password is (\S+)\.$/.exec(mails.findLast(({ to }) => to.startsWith(Username))?.text ?? '')?.[1] ?? ''
  );
}

const where = () => {
  const challenge = createHash('sha256').update('verifier').digest('base64url');
  const redirect_uri = `${cloud.urls.ops}/console/callback`;
  return `/oauth2/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId(), redirect_uri, state: 's', code_challenge: challenge, code_challenge_method: 'S256' })}`;
};

/** Somebody in front of the pages: each answer is typed into the page before it. */
function browser() {
  let session: string | undefined;
  return async function types(fields: Record<string, string>) {
    const body = new URLSearchParams({ ...(session === undefined ? {} : { session }), ...fields });
    const answer = await call(where(), { method: 'POST', body });
    const text = await answer.text();
    session = /name="session" value="(.*?)"/.exec(text)?.[1];
    const read = (pattern: RegExp) => pattern.exec(text)?.[1]?.replaceAll('&#39;', "'");
    return {
      status: answer.status,
      title: read(/<h1>(.*?)<\/h1>/),
      wrong: read(/role="alert">(.*?)</),
      secret: read(/id="secret">(.*?)</) ?? '',
      uri: read(/href="(otpauth:.*?)"/)?.replaceAll('&amp;', '&'),
      code: new URL(answer.headers.get('location') ?? 'http://nowhere').searchParams.get('code'),
    };
  };
}

const OWN = 'Correct-Horse-7';
const own = (password: string) => ({ 'new-password': password, again: password });

/** Somebody who has been there once, and the secret in their app. */
async function enrolled(username: string): Promise<string> {
  const types = browser();
  const password = await invited(username);
  await types({ username, password });
  const { secret } = await types(own(OWN));
  expect(await types({ code: codeAt(secret, Date.now()) })).toMatchObject({ status: 302 });
  pass(MINUTE);
  return secret;
}

describe('the first sign-in', () => {
  it('asks for a password of one’s own and an app, and every later one for both', async () => {
    const types = browser();
    const password = await invited('ada');
    expect(await cognito.send(new AdminGetUserCommand({ UserPoolId: pool(), Username: 'ada' }))).toMatchObject({
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    });
    expect(await types({ username: 'ada', password })).toMatchObject({ status: 200, title: 'Choose a password' });
    const app = await types(own(OWN));
    expect(app.title).toBe('Add an authenticator app');
    expect(app.uri).toBe(`otpauth://totp/Candor:ada?secret=${app.secret}&issuer=Candor`);
    const { code } = await types({ code: codeAt(app.secret, Date.now()) });
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId(),
      code: code ?? '',
      code_verifier: 'verifier',
    };
    const answer = await tokenRequest({ ...form, redirect_uri: `${cloud.urls.ops}/console/callback` }, '');
    const { access_token } = (await answer.json()) as { access_token: string };
    expect(claimsOf(access_token)).toMatchObject({ username: 'ada', 'cognito:groups': ['commander'] });

    pass(MINUTE);
    const again = browser();
    expect((await again({ username: 'ADA@example.com', password })).wrong).toBe('Incorrect username or password.');
    expect(await again({ username: 'ADA@example.com', password: OWN })).toMatchObject({
      title: 'The code of your app',
    });
    expect((await again({ code: codeAt(app.secret, Date.now()) })).code).toMatch(/./);
  });

  it('takes no password that the pool would not, and says all that is missing', async () => {
    const types = browser();
    await types({ username: 'bob', password: await invited('bob') });
    expect(await types(own('short'))).toMatchObject({
      status: 401,
      wrong: 'The new password lacks at least 12 characters, an upper-case letter, a number, a symbol, like ! or -.',
    });
    expect((await types({ ...own(OWN), again: 'another' })).wrong).toBe('The two passwords are not the same.');
    expect((await types(own(OWN))).title).toBe('Add an authenticator app');
  });

  it('is not possible with a password of more than three days ago, until an administrator sends another', async () => {
    const password = await invited('eve');
    pass(3 * 24 * 60 * MINUTE + 1);
    expect((await browser()({ username: 'eve', password })).wrong).toContain('temporary password has expired');
    await cognito.send(new AdminCreateUserCommand({ UserPoolId: pool(), Username: 'eve', MessageAction: 'RESEND' }));
    const [, second = ''] = /password is (\S+)\.$/.exec(mails.at(-1)?.text ?? '') ?? [];
    expect((await browser()({ username: 'eve', password: second })).title).toBe('Choose a password');
  });
});

describe('the code of an app', () => {
  it('may be of the step before or after, and is good once', async () => {
    const secret = await enrolled('grace');
    const attempt = async (offMs: number) => {
      const types = browser();
      await types({ username: 'grace', password: OWN });
      return types({ code: codeAt(secret, Date.now() + offMs) });
    };
    expect((await attempt(-90_000)).wrong).toContain('not the code that the app shows now');
    expect((await attempt(90_000)).wrong).toContain('not the code');
    expect((await attempt(-30_000)).status).toBe(302);
    expect((await attempt(-30_000)).wrong).toContain('taken already');
    expect((await attempt(30_000)).status).toBe(302);
  });

  it('is asked for within three minutes of the password, by one session that ends with it', async () => {
    const secret = await enrolled('heidi');
    const types = browser();
    await types({ username: 'heidi', password: OWN });
    pass(3 * MINUTE + 1);
    expect(await types({ code: codeAt(secret, Date.now()) })).toMatchObject({
      title: 'Sign in',
      wrong: 'That took too long, or was done already. Sign in again.',
    });
    expect((await browser()({ session: 'made up', code: codeAt(secret, Date.now()) })).title).toBe('Sign in');
  });
});

describe('an account', () => {
  it('that is disabled gets in no more, and no other token', async () => {
    await enrolled('ivan');
    const types = browser();
    await types({ username: 'ivan', password: OWN });
    await cognito.send(new AdminDisableUserCommand({ UserPoolId: pool(), Username: 'ivan' }));
    expect((await types({ code: '000000' })).title).toBe('Sign in');
    expect((await browser()({ username: 'ivan', password: OWN })).wrong).toBe('Incorrect username or password.');
  });

  it('is there once, by name and by address, and its name is no address', async () => {
    await invited('judy');
    await expect(invited('JUDY')).rejects.toMatchObject({ name: 'UsernameExistsException' });
    const make = (Username: string, ...UserAttributes: { Name: string; Value: string }[]) =>
      cognito.send(new AdminCreateUserCommand({ UserPoolId: pool(), Username, UserAttributes }));
    const mail = { Name: 'email', Value: 'judy@example.com' };
    await expect(make('judy2', mail, { Name: 'email_verified', Value: 'true' })).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
    await expect(make('j@example.com')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: pool(), Username: 'judy', GroupName: 'pilot' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('that every new data folder has is asked for its password alone', async () => {
    expect((await browser()({ username: 'commander', password: 'local' })).status).toBe(302);
  });
});

describe('a pool in which people sign in with their address', () => {
  it('makes their user names up, and the token carries nothing else: what our template must not be', async () => {
    const other = await runStack(withPool({ UsernameAttributes: ['email'] }));
    const ask = clientOf(() => other);
    const redirect_uri = `${other.urls.ops}/console/callback`;
    const client_id = other.template.ofType('AWS::Cognito::UserPoolClient').find(({ id }) => id === 'Person')!.name;
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri });
    const signIn = (username: string) =>
      ask.call(`/oauth2/authorize?${query}`, {
        method: 'POST',
        body: new URLSearchParams({ username, password: 'local' }),
      });
    expect((await signIn('commander')).status).toBe(401);
    const code = new URL((await signIn('commander@example.com')).headers.get('location')!).searchParams.get('code')!;
    const answer = await ask.tokenRequest({ grant_type: 'authorization_code', client_id, code, redirect_uri }, '');
    const { sub, username } = claimsOf(((await answer.json()) as { access_token: string }).access_token);
    expect([username, username]).toEqual([sub, expect.stringMatching(/^[0-9a-f]{8}-/)]);
    await discard(other);
  });
});
