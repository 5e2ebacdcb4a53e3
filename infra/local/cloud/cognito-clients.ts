import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import { type Calls, refused } from './cognito-calls.ts';
import { readJsonFile, writeJsonFile } from './durable-file.ts';
import type { Properties, Resource, Template } from './template.ts';

/** An app client, as the pages and the token endpoint need it. */
export interface Client {
  readonly id: string;
  readonly flows: readonly string[];
  readonly scopes: readonly string[];
  readonly callbacks: readonly string[];
  readonly logouts: readonly string[];
  readonly hasSecret: boolean;
  readonly issuer: string;
  readonly tokenSeconds: number;
  readonly refreshSeconds: number;
}

export interface Clients {
  find(id: string | null | undefined): Client | undefined;
  /** The client for machines that the template has. */
  readonly machine: Client | undefined;
  /** The client through which people sign in. */
  readonly people: Client | undefined;
  /** The client that a token request proves to be, by Basic credentials or fields of the form. */
  authenticate(request: http.IncomingMessage, form: URLSearchParams): Client | undefined;
  /** The calls of `cognito-idp` about app clients. */
  readonly calls: Calls;
}

type Secret = { readonly id: string; readonly value: string; readonly at: number };

/** A client that was made by a call. Its secrets are the newest last. */
type Made = { readonly name: string; readonly client: Client; secrets: Secret[] };

/** What the clients of the template have. */
const templateSecret = 'local';

/** As Cognito has it (its API reference, July 2026). */
const MOST_SECRETS = 2;

/** App clients of the template, and those that were made by calls, which are kept in `file`. */
export function createClients(template: Template, issuerOf: (poolId: string) => string, file: string): Clients {
  const own = template.ofType('AWS::Cognito::UserPoolClient').map((client) => clientOf(client, issuerOf));
  const names = new Map(template.ofType('AWS::Cognito::UserPoolClient').map(({ id, name }) => [name, id]));
  const made = new Map(Object.entries(readJsonFile<Record<string, Made>>(file, {})));
  const keep = () => writeJsonFile(file, Object.fromEntries(made));
  const find: Clients['find'] = (id) => own.find((one) => one.id === id) ?? made.get(id ?? '')?.client;

  const scopesThere = template
    .ofType('AWS::Cognito::UserPoolResourceServer')
    .flatMap(({ properties: { Identifier, Scopes = [] } }) =>
      Scopes.map(({ ScopeName }: { ScopeName: string }) => `${Identifier}/${ScopeName}`),
    );

  const calls: Calls = {
    CreateUserPoolClient(input) {
      checkClient(input, scopesThere);
      const ClientId = letters(26);
      const client = clientOf({ name: ClientId, properties: input } as Resource, issuerOf);
      const secrets = client.hasSecret ? [newSecret(ClientId)] : [];
      made.set(ClientId, { name: input.ClientName, client, secrets });
      keep();
      const secret = secrets[0] === undefined ? {} : { ClientSecret: secrets[0].value };
      return { UserPoolClient: { ...input, GenerateSecret: undefined, ClientId, ...secret } };
    },
    DeleteUserPoolClient({ ClientId }) {
      if (find(ClientId) === undefined) throw gone(ClientId);
      if (!made.delete(ClientId)) throw refused('InvalidParameterException', 'a client of the template is not deleted');
      keep();
      return {};
    },
    ListUserPoolClients({ UserPoolId, MaxResults = 60, NextToken }) {
      if (MaxResults < 1 || MaxResults > 60)
        throw refused('InvalidParameterException', `Value '${MaxResults}' at 'maxResults' failed: at most 60`);
      const all = [...own.map(({ id }) => ({ id, name: names.get(id) ?? id })), ...named(made)];
      const from = Number(NextToken ?? 0);
      const page = all.slice(from, from + MaxResults);
      const next = from + page.length < all.length ? { NextToken: String(from + page.length) } : {};
      return {
        UserPoolClients: page.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId })),
        ...next,
      };
    },
    ListUserPoolClientSecrets: ({ ClientId }) => ({
      ClientSecrets: madeOne(ClientId).secrets.map(({ id, at }) => ({
        ClientSecretId: id,
        ClientSecretCreateDate: at / 1000,
      })),
    }),
    AddUserPoolClientSecret({ ClientId }) {
      const one = madeOne(ClientId);
      if (one.secrets.length >= MOST_SECRETS)
        throw refused('LimitExceededException', `Client ${ClientId} has ${MOST_SECRETS} secrets already.`);
      const secret = newSecret(ClientId);
      one.secrets = [...one.secrets, secret];
      keep();
      return {
        ClientSecretDescriptor: {
          ClientSecretId: secret.id,
          ClientSecretValue: secret.value,
          ClientSecretCreateDate: secret.at / 1000,
        },
      };
    },
    DeleteUserPoolClientSecret({ ClientId, ClientSecretId }) {
      const one = madeOne(ClientId);
      if (!one.secrets.some(({ id }) => id === ClientSecretId)) throw gone(ClientSecretId);
      if (one.secrets.length === 1)
        throw refused('InvalidParameterException', 'The last secret of a client cannot be deleted.');
      one.secrets = one.secrets.filter(({ id }) => id !== ClientSecretId);
      keep();
      return {};
    },
  };

  function madeOne(id: string): Made {
    const one = made.get(id);
    if (one === undefined) throw gone(id);
    return one;
  }

  return {
    find,
    machine: own.find(({ flows }) => flows.includes('client_credentials')),
    people: own.find(({ flows }) => flows.includes('code')),
    authenticate(request, form) {
      const [, basic] = /^Basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
      const [id, ...rest] = basic
        ? Buffer.from(basic, 'base64').toString().split(':')
        : [form.get('client_id'), form.get('client_secret') ?? ''];
      const client = find(id);
      if (client === undefined || !client.hasSecret) return client;
      const taken = made.get(client.id)?.secrets.map(({ value }) => value) ?? [templateSecret];
      return taken.includes(rest.join(':')) ? client : undefined;
    },
    calls,
  };
}

const gone = (id: string) => refused('ResourceNotFoundException', `${id} does not exist.`);

/** Refuses what Cognito refuses about a client that gets tokens by its secret. */
function checkClient(input: Properties, scopesThere: readonly string[]): void {
  const { ClientName = '', AllowedOAuthFlows = [], AllowedOAuthScopes = [], GenerateSecret } = input;
  const { AccessTokenValidity = 1, TokenValidityUnits } = input;
  if (!/^[\w\s+=,.@-]{1,128}$/.test(ClientName))
    throw refused('InvalidParameterException', `Value '${ClientName}' at 'clientName' failed to satisfy its pattern`);
  if (AllowedOAuthFlows.length > 0 && input.AllowedOAuthFlowsUserPoolClient !== true)
    throw refused('InvalidParameterException', 'AllowedOAuthFlowsUserPoolClient must be set to use OAuth flows.');
  if (AllowedOAuthFlows.includes('client_credentials')) {
    if (AllowedOAuthFlows.length > 1)
      throw refused('InvalidOAuthFlowException', 'client_credentials flow can not be combined with other flows.');
    if (GenerateSecret !== true)
      throw refused(
        'InvalidOAuthFlowException',
        'client_credentials flow can not be selected if client does not have a client secret.',
      );
  }
  const unknown = AllowedOAuthScopes.find((scope: string) => !scopesThere.includes(scope));
  if (unknown) throw refused('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  const seconds = AccessTokenValidity * unitSeconds[TokenValidityUnits?.AccessToken ?? 'hours']!;
  if (seconds < 300 || seconds > 86_400)
    throw refused('InvalidParameterException', 'Access token validity must be between 5 minutes and 1 day.');
}

const named = (made: ReadonlyMap<string, Made>) => [...made].map(([id, { name }]) => ({ id, name }));

/** Two made in the same millisecond are still told apart, and the later one is later. */
let lastMadeAt = 0;

function newSecret(client: string): Secret {
  lastMadeAt = Math.max(Date.now(), lastMadeAt + 1);
  return { id: `${client}--${lastMadeAt}`, value: letters(51), at: lastMadeAt };
}

const letters = (count: number): string => [...randomBytes(count)].map((byte) => (byte % 36).toString(36)).join('');

function clientOf(
  { name, properties }: Pick<Resource, 'name' | 'properties'>,
  issuerOf: (poolId: string) => string,
): Client {
  return {
    id: name,
    flows: properties.AllowedOAuthFlows ?? [],
    scopes: properties.AllowedOAuthScopes ?? [],
    callbacks: properties.CallbackURLs ?? [],
    logouts: properties.LogoutURLs ?? [],
    hasSecret: properties.GenerateSecret === true,
    issuer: issuerOf(properties.UserPoolId),
    refreshSeconds:
      (properties.RefreshTokenValidity ?? 30) * unitSeconds[properties.TokenValidityUnits?.RefreshToken ?? 'days']!,
    tokenSeconds:
      (properties.AccessTokenValidity ?? 1) * unitSeconds[properties.TokenValidityUnits?.AccessToken ?? 'hours']!,
  };
}

const unitSeconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };
