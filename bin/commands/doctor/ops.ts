import { deskClient } from '../../../shared/client/desk.ts';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { type Check, elsewhere, green, red, unknown, type Verdict } from '../checks/check.ts';
import { clocks, noAnswer } from './site.ts';
import { clockAhead, type System, visit } from './system.ts';

/** A sweep is due every minute; the alarm NoSweep rings after as much (docs/deploying.md). */
const SWEPT_WITHIN_MS = 3 * MINUTE_MS;

/** A source is read once a minute; whoever looks after so long sees that it is no single hiccup. */
const UNREAD_FOR_MS = 15 * MINUTE_MS;

/** What has to be true of the API, the console and the sign-in. */
export const OPS_CHECKS: readonly Check<System>[] = [
  onOps('token', 'a token from the sign-in itself', async (system) => {
    const { signInUrl } = system;
    if (signInUrl === undefined)
      return elsewhere(
        'this profile asks the API’s address for tokens, see the next line; the stack’s output SignInUrl would be asked directly',
      );
    return tokenFrom(system, signInUrl);
  }),
  onOps('token-proxy', 'a token through the API’s address', (system) => tokenFrom(system, system.opsUrl)),
  onOps('closed', 'without a token nobody gets in', async (system) => {
    const { status } = await visit(system, `${system.opsUrl}/v1/incidents`);
    return status === 401
      ? green('401')
      : red(`GET /v1/incidents without a token is answered ${status}; it has to be 401.`, 'candor deploy');
  }),
  onOps('read', 'the API answers this profile', async ({ session }) => {
    await session.client().list({ open: true });
    return green('it reads incidents');
  }),
  onOps('console', 'the console sends to the sign-in', async (system) => {
    const answer = await visit(system, `${system.opsUrl}/console`);
    if (answer.status >= 300 && answer.status < 400) return green(`${answer.status}`);
    // Signed out, it may answer with a page that has the way to the sign-in.
    if (answer.status === 200) return green('a page');
    return red(`/console answers ${answer.status}. The log of the function Console says why.`, 'candor deploy');
  }),
  onOps('intake', 'monitors need their secret', async (system) => {
    const answer = await visit(system, `${system.opsUrl}/intake/no-such-source`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return answer.status === 404 || answer.status === 401
      ? green(`a stranger is answered ${answer.status}`)
      : red(`A stranger's alarm is answered ${answer.status}.`, 'candor deploy');
  }),
  onOps('sweep', 'the sweep runs', async ({ session }) => {
    const { lastSweepAt } = await session.client().control();
    if (lastSweepAt === null)
      return unknown('No sweep has finished yet; the first is due a minute after the first deployment.');
    const agoMs = session.surroundings.now() - Date.parse(lastSweepAt);
    return agoMs <= SWEPT_WITHIN_MS
      ? green(`the last ended ${Math.max(0, Math.round(agoMs / 1000))} s ago`)
      : red(
          `The last sweep ended ${Math.round(agoMs / MINUTE_MS)} minutes ago: nobody is reminded, and nothing is tried again. See NoSweep in docs/deploying.md.`,
          'aws scheduler list-schedules --query "Schedules[].[Name,State]"',
        );
  }),
  onOps('frozen', 'nothing is frozen', async ({ session }) => {
    const { frozen, since } = await session.client().control();
    return frozen
      ? red(`The pipeline is frozen: ${since?.reason ?? 'nobody said why'}.`, 'candor release')
      : green('it speaks by itself');
  }),
  onOps('by-hand', 'the front page is drawn from the log', async ({ session }) => {
    const { byHand } = await session.client().control();
    return byHand === undefined
      ? green('nobody has put one up by hand')
      : red(
          `Since ${byHand.since} customers see a front page that somebody put up by hand; what is said is not on it.`,
          'candor emergency --release',
        );
  }),
  onOps('desk', 'customers are heard where the config says', async ({ session }) => {
    const { sources } = await deskClient(session.client()).list();
    const now = session.surroundings.now();
    const lost = sources.find(
      ({ unreadable }) => unreadable !== undefined && now - Date.parse(unreadable.since) > UNREAD_FOR_MS,
    );
    if (lost?.unreadable !== undefined)
      return red(
        `${lost.source} cannot be read since ${lost.unreadable.since}: ${lost.unreadable.reason}. What customers said there since then is seen by nobody.`,
        'candor desk',
      );
    const [heard, left] = [sources.filter(isConnected), sources.filter((one) => !isConnected(one))];
    if (sources.length === 0) return green('nobody is to be heard: desk.sources is empty');
    const names = (some: typeof sources) => some.map(({ source }) => source).join(', ');
    return green(
      [
        ...(heard.length === 0 ? [] : [`heard: ${names(heard)}`]),
        ...(left.length === 0 ? [] : [`not connected: ${names(left)} ("candor desk connect" says the price)`]),
      ].join('; '),
    );
  }),
  onOps('clock', 'this machine’s clock and the API’s', async (system) =>
    clocks(clockAhead(await visit(system, `${system.opsUrl}/openapi.json`), system.session.surroundings.now())),
  ),
];

const isConnected = ({ connected }: { connected?: object }): boolean => connected !== undefined;

/** Without keeping it, and paid for: $0.00225 (docs/deploying.md). */
async function tokenFrom(system: System, origin: string): Promise<Verdict> {
  const { clientId, clientSecret } = system.session.profile();
  const answer = await visit(system, `${origin}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  if (answer.status === 200) return green(origin);
  const words = (await answer.text()).slice(0, 200);
  if (/invalid_client/.test(words))
    return red(
      'The client or its secret is not known there; the profile is of another system, or older than its client.',
      'candor deploy',
    );
  return red(
    `${origin}/oauth2/token answers ${answer.status}: ${words}. If the sign-in itself gives tokens (the line above), set CANDOR_SIGN_IN_URL or the profile's signInUrl to its address and no call goes this way.`,
    'candor deploy',
  );
}

function onOps(id: string, what: string, look: (system: System) => Promise<Verdict>): Check<System> {
  return {
    id: `ops-${id}`,
    what,
    look: (system) => look(system).catch((error: Error) => ('problem' in error ? red(error.message) : noAnswer(error))),
  };
}
