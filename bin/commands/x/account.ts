import { guardedCall, type XTokens } from '../../../shared/adapters/x/guarded-call.ts';

/** The account behind tokens, and what they may; `access` undefined where X does not say. */
export type XIdentity = { id: string; username: string; access: 'read' | 'read-write' | undefined };

/** X does not let these tokens in; says what to mend, in the order of X's portal. */
export type XRefusal = { status: number; says: string };

/** Asks X whose tokens these are (`GET /2/users/me`; a tenth of a cent). */
export async function whoseTokens(tokens: XTokens, baseUrl: string): Promise<XIdentity | XRefusal> {
  const result = await guardedCall(tokens, { baseUrl: baseUrl.replace(/\/+$/, '') }, (client) =>
    client.v2.get('users/me'),
  );
  if (result.type === 'unanswered') return { status: 0, says: `X does not answer at ${baseUrl}: ${result.reason}` };
  const { status, headers, body } = result;
  const { data, title = '', detail = '' } = (body ?? {}) as Answer;
  if (status !== 200 || data === undefined) return { status, says: refusalText(status, `${title} ${detail}`.trim()) };
  const level = String(headers['x-access-level'] ?? '');
  const access = /write/.test(level) ? 'read-write' : level === 'read' ? 'read' : undefined;
  return { id: data.id, username: data.username, access };
}

type Answer = { data?: { id: string; username: string }; title?: string; detail?: string };

function refusalText(status: number, words: string): string {
  const said = words === '' ? `${status}` : `${status} (${words})`;
  switch (status) {
    case 401:
      return `X does not know these tokens: ${said}. Copy all four anew; API Key and Secret are the app’s, Access Token and Secret those of the account. Whoever makes the keys of an app anew voids its access tokens too.`;
    case 402:
      return `X takes no call without credits: ${said}. Buy some in the developer console; a month of incidents costs a few dollars (docs/x.md).`;
    case 403:
      return `X refuses the app: ${said}. It has to be in a project of the developer console, not suspended, with User authentication set up.`;
    case 429:
      return `X has been asked too often: ${said}. Try again in a quarter of an hour.`;
    default:
      return `X answered ${said}. Look at https://docs.x.com/status, and try again.`;
  }
}

export const ONLY_READS =
  'These tokens may only read. In the app’s settings set “App permissions” to “Read and write”, and then make Access Token and Secret anew: those that there are keep the permission that they were made with.';
