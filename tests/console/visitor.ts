import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { ConsolePorts } from '../../functions/console/request.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { spoken } from '../../shared/config/voice.ts';
import { fakeApi, OPS, PERSON, SITE } from '../cli/fake-api.ts';

Object.assign(process.env, {
  CANDOR_OPS_URL: OPS,
  CANDOR_SIGN_IN_URL: OPS,
  CANDOR_CLIENT_ID: 'console',
  CANDOR_SITE_URL: SITE,
});
const { createHandler } = await import('../../functions/console/handler.ts');

const AS_ON_AWS = { attempts: 2, answerWithinMs: 6_000, allWithinMs: 18_000 };

type Answer = APIGatewayProxyStructuredResultV2;

/** The console over the real API in memory, with a sign-in service that grants what was asked with the right proof. */
export function consoleOf(
  overrides: Partial<ConsolePorts['here']> = {},
  patience = AS_ON_AWS,
  groups: readonly string[] = ['viewer', 'commander', 'approver', 'administrator'],
) {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const api = fakeApi(clock, { ...PERSON, 'cognito:groups': `[${groups.join(' ')}]` });
  const codes = new Map<string, string>();
  const here = { opsUrl: OPS, signInUrl: OPS, clientId: 'console', siteUrl: SITE, ...overrides };
  const tokens: string[] = [];
  /** With `gives`, tokens last for five minutes and come with what another is asked with. */
  const renewal = { gives: false, away: false, good: new Set<string>(), groups };
  const made = (): string => {
    const exp = renewal.gives ? { exp: Math.floor(clock.nowMs / 1_000) + 300 } : {};
    const claims = { username: 'commander', 'cognito:groups': renewal.groups, n: tokens.length, ...exp };
    tokens.push(`person.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`);
    return tokens.at(-1) ?? '';
  };
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url === `${here.signInUrl}/oauth2/revoke`) {
      renewal.good.delete(new URLSearchParams(String(init.body)).get('token') ?? '');
      return new Response(null, { status: 200 });
    }
    if (url !== `${here.signInUrl}/oauth2/token`) {
      if (hung === 'unheard') return never(init);
      const answer = await api.fetch(url, init);
      if (hung === 'unanswered' && init.method === 'POST') return never(init);
      if (init.method !== 'POST' || answersToLose === 0) return answer;
      answersToLose -= 1;
      throw new TypeError('fetch failed: socket hang up');
    }
    const form = new URLSearchParams(String(init.body));
    if (form.get('grant_type') === 'refresh_token') {
      if (renewal.away) throw new TypeError('fetch failed');
      if (!renewal.good.has(form.get('refresh_token') ?? '')) return Response.json({}, { status: 400 });
      return Response.json({ access_token: made(), expires_in: 300 });
    }
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      codes.get(form.get('code') ?? '') !== challenge ||
      form.get('redirect_uri') !== `${here.opsUrl}/console/callback`
    )
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    codes.delete(form.get('code') ?? '');
    if (!renewal.gives) return Response.json({ access_token: made(), expires_in: 28_800 });
    const refresh_token = `renewal-${tokens.length}`;
    renewal.good.add(refresh_token);
    return Response.json({ access_token: made(), refresh_token, expires_in: 300 });
  };
  const handler = createHandler({
    here,
    config,
    policy: policyOf(config),
    voice: spoken,
    fetch,
    now: () => clock.nowMs,
    wait: async (ms) => {
      clock.nowMs += ms;
      onWait?.();
    },
    patience,
  });
  let onWait: (() => void) | undefined;
  let answersToLose = 0;
  let hung: 'unheard' | 'unanswered' | undefined;

  /** What the sign-in service does when a person has signed in: it sends them back with a code. */
  const grant = (authorizeUrl: string): string => {
    const query = new URL(authorizeUrl).searchParams;
    const code = `code-${codes.size}-${tokens.length}`;
    codes.set(code, query.get('code_challenge') ?? '');
    return `/console/callback?code=${code}&state=${query.get('state')}`;
  };
  return {
    api,
    clock,
    handler,
    here,
    grant,
    renewal,
    tokens,
    /** The next commands are carried out, and nobody hears of it. */
    loseAnswers: (count: number) => {
      answersToLose = count;
    },
    /** From here on nobody answers: either no request at all, or none that changes something, and it is carried out. */
    hang: (carriedOut: boolean) => {
      hung = carriedOut ? 'unanswered' : 'unheard';
    },
    answer: () => {
      hung = undefined;
    },
    whileWaiting: (then: () => void) => {
      onWait = then;
    },
  };
}

/** What becomes of a request that nobody answers: its caller gives up. */
const never = ({ signal }: RequestInit): Promise<Response> =>
  new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

/** A browser without JavaScript: it keeps cookies, follows redirects, and sends forms as they stand on the page. */
export function visitor(console_: ReturnType<typeof consoleOf>) {
  const { handler, here, grant } = console_;
  const cookies = new Map<string, string>();

  async function request(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const url = new URL(path, here.opsUrl);
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: { host: new URL(here.opsUrl).host, ...headers },
      cookies: [...cookies].map(([name, value]) => `${name}=${value}`),
      ...(url.search === '' ? {} : { queryStringParameters: Object.fromEntries(url.searchParams) }),
      requestContext: { requestId: 'r', http: { method, path: url.pathname } },
      ...(body === undefined ? {} : { body: Buffer.from(body).toString('base64') }),
      isBase64Encoded: body !== undefined,
    } as unknown as APIGatewayProxyEventV2;
    const answer = (await handler(event, {} as Context)) as Answer;
    for (const one of answer.cookies ?? []) {
      const [pair = '', ...attributes] = one.split('; ');
      const [name = '', ...value] = pair.split('=');
      if (attributes.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value.join('='));
    }
    return answer;
  }

  async function follow(answer: Answer): Promise<Answer> {
    const location = answer.headers?.location;
    if (answer.statusCode !== 303 || typeof location !== 'string') return answer;
    if (location.startsWith(`${here.signInUrl}/oauth2/authorize`)) return follow(await request('GET', grant(location)));
    if (location.startsWith('http')) return answer;
    return follow(await request('GET', location));
  }

  async function send(
    page: Answer,
    formId: string,
    typed: Record<string, string | string[]>,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const { action, fields } = formOf(page.body ?? '', formId);
    for (const [name, value] of Object.entries(typed)) {
      fields.delete(name);
      for (const one of [value].flat()) fields.append(name, one);
    }
    return follow(await request('POST', action, fields.toString(), { origin: here.opsUrl, ...headers }));
  }

  return {
    cookies,
    request,
    get: async (path: string) => follow(await request('GET', path)),
    /** Fills in the form of `page` with this id and presses the button that does it. */
    submit: (
      page: Answer,
      formId: string,
      typed: Record<string, string | string[]>,
      headers: Record<string, string> = {},
    ) => send(page, formId, { do: 'post', ...typed }, headers),
    /** The same with any other button: nothing is done, and the page comes back. */
    look: (page: Answer, formId: string, typed: Record<string, string | string[]>, headers = {}) =>
      send(page, formId, typed, headers),
  };
}

/** A form as a browser would send it if nobody touched it. Found by its id, else by its action. */
export function formOf(page: string, idOrAction: string): { action: string; fields: URLSearchParams } {
  const forms = [...page.matchAll(/<form ([^>]*)>([\s\S]*?)<\/form>/g)];
  const found = forms.find(([, attributes]) => attributes?.includes(`"${idOrAction}"`));
  if (!found) throw new Error(`the page has no form "${idOrAction}"`);
  const [, attributes = '', body = ''] = found;
  const fields = new URLSearchParams();
  for (const [, input = ''] of body.matchAll(/<input ([^>]*)>/g)) {
    if (!/type="(checkbox|radio)"/.test(input) || / checked/.test(input))
      fields.append(attribute(input, 'name'), attribute(input, 'value'));
  }
  for (const [, area = '', text = ''] of body.matchAll(/<textarea ([^>]*)>\n?([\s\S]*?)<\/textarea>/g))
    fields.append(attribute(area, 'name'), unescaped(text));
  for (const [, select = '', options = ''] of body.matchAll(/<select ([^>]*)>([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option value="([^"]*)"( selected)?/g)];
    const chosen = all.find(([, , selected]) => selected) ?? all[0];
    fields.append(attribute(select, 'name'), unescaped(chosen?.[1] ?? ''));
  }
  return { action: attribute(attributes, 'action'), fields };
}

const attribute = (tag: string, name: string): string =>
  unescaped(new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What a person reads: the page without its markup. */
export const read = (answer: Answer): string =>
  unescaped(
    (answer.body ?? '')
      .replace(/<style>[\s\S]*?<\/style>/g, '')
      // A place for the time in the reader's own zone, which only the page's script knows.
      .replace(/<span class="local soft"[^>]*><\/span>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  );
