import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { receiveHook } from './hooks.ts';
import { Refused, sendProblem } from './http.ts';
import { Inbox, type InboxMessage } from './inbox.ts';
import { fileJournal } from './journal.ts';
import { MailFaults } from './mail/faults.ts';
import { type Mail, Mailboxes } from './mail/mailboxes.ts';
import { mailRoutes } from './mail/routes.ts';
import type { SimulatedNetwork } from './networks/network.ts';
import { networkRoutes } from './networks/routes.ts';
import { runningNetworks, secretsAt } from './networks/running.ts';
import { type OutsideCall, Receivers } from './outside/receivers.ts';
import { outsideRoutes } from './outside/routes.ts';
import { pageRoutes } from './pages/routes.ts';
import { type CrowdFact, Crowds } from './people/crowd.ts';
import { crowdedOf, namesOf } from './people/crowded.ts';
import { peopleRoutes } from './people/routes.ts';
import { type HouseKnown, takeFromHouse } from './people/support.ts';
import { type PublishToWebhook, type PutEvents, type SignIn, simRoutes, type WorldClock } from './sim-routes.ts';
import { timelinesOf } from './timelines.ts';
import { troublesOf } from './troubles.ts';
import type { BillFact } from './x/bill.ts';
import type { XTokens } from './x/oauth1.ts';
import { xRoutes } from './x/routes.ts';
import { DEFAULT_ACCOUNT, SimulatedX, type XFact, type XRules } from './x/simulated-x.ts';
import type { Account } from './x/timeline.ts';

export type WorldOptions = {
  /** Where timelines, inbox and mailboxes are kept, as `x-timeline.jsonl`, `<network>.jsonl`, `inbox.jsonl` and `mail.jsonl`. */
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  /** Loopback addresses to listen on. Those that this machine does not have are left out, but for the first. */
  hosts?: readonly string[];
  /** PutEvents on the local bus. Until it is known, here or through `connectBus`, `POST /sim/events` answers 503. */
  putEvents?: PutEvents;
  /** Asked before anything else; true when it took the request. Sign-in is mounted here. */
  extraHandler?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /** What the house calls its components, if it has another config than the project's own. */
  components?: ReadonlySet<string> | undefined;
  account?: Partial<Account>;
  rules?: Partial<XRules>;
  clockMs?: () => number;
};

export type World = {
  url: string;
  xTokens: XTokens;
  /** What X counts posts for: the token of the app. */
  xBearer: string;
  xUserId: string;
  x: SimulatedX;
  /** The networks beside X, each with what the function that posts there finds in its secret. */
  networks: readonly { name: string; simulated: SimulatedNetwork; secret: Record<string, string> }[];
  inbox: Inbox;
  mailboxes: Mailboxes;
  mailFaults: MailFaults;
  connectBus(putEvents: PutEvents): void;
  connectSns(publish: PublishToWebhook): void;
  connectClock(clock: WorldClock): void;
  connectSignIn(signIn: SignIn): void;
  /** Whom the house's ticket system tells of each mail that customers write to it (`POST /sim/messages`), and whom it believes. */
  connectSupport(house: HouseKnown): void;
  stop(): Promise<void>;
};

/** What lies outside of the pipeline, on one port: X and other networks, the inbox of the people on call, everybody’s mail, and the means to upset all. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { dataDir, port, hosts = ['127.0.0.1', '::1'], extraHandler, clockMs = Date.now, components } = options;
  const timeline = fileJournal<XFact>(join(dataDir, 'x-timeline.jsonl'));
  const messages = fileJournal<InboxMessage>(join(dataDir, 'inbox.jsonl'));
  const bill = fileJournal<BillFact>(join(dataDir, 'x-bill.jsonl'));
  const account = { ...DEFAULT_ACCOUNT, ...options.account };
  const x = new SimulatedX({ journal: timeline, bill, account, ...(options.rules && { rules: options.rules }) });
  const inbox = new Inbox(messages, clockMs);
  const mail = fileJournal<Mail>(join(dataDir, 'mail.jsonl'));
  const mailboxes = new Mailboxes(mail, clockMs);
  const mailFaults = new MailFaults(clockMs);
  const calls = fileJournal<OutsideCall>(join(dataDir, 'hooks.jsonl'));
  const receivers = new Receivers(calls, clockMs);
  const networks = runningNetworks(dataDir);
  const timelines = timelinesOf(x, timeline, networks);
  const crowded = crowdedOf(x, networks, timelines);
  const crowdJournal = fileJournal<CrowdFact>(join(dataDir, 'crowd.jsonl'));
  const crowds = new Crowds(crowdJournal, new Map(crowded.map(({ source, people }) => [source, people])));
  const troubles = troublesOf(x, mailFaults, networks, clockMs);
  const outside = outsideRoutes(receivers, clockMs, async (headers, body) => {
    const [key, signature] = ['idempotency-key', 'x-candor-signature'].map((name) => headers[name]?.toString());
    return takeFromHouse(mailboxes, await house?.secret?.(), { body, key, signature });
  });
  const xTokens = localTokens(account.id);
  let putEvents = options.putEvents;
  let publish: PublishToWebhook | undefined;
  let clock: WorldClock | undefined;
  let signIn: SignIn | undefined;
  let house: HouseKnown | undefined;

  const toX = xRoutes(x, { tokens: xTokens, bearer: X_BEARER }, [timeline, bill], clockMs);
  const parts = {
    timelines,
    troubles,
    inbox,
    clockMs,
    putEvents: () => putEvents,
    publish: () => publish,
    clock: () => clock,
    signIn: () => signIn,
    components,
  };
  const behindTheScenes = simRoutes(parts);
  const ofPeople = peopleRoutes({
    ...{ crowded, crowds, mailboxes, clockMs, bill: x.bill, tellHouse: () => house?.tell },
    crowdStored: () => crowdJournal.stored(),
    components: namesOf(components),
  });
  const ofMail = mailRoutes(mailboxes);
  const toNetwork = networkRoutes(networks, clockMs);
  const pages = pageRoutes({ x, networks, troubles, inbox, mailboxes, receivers, clockMs });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await extraHandler?.(request, response)) return;
    const url = pathAndQuery(request);
    crowds.settle(clockMs());
    if (await outside(request, response, url)) return;
    const [, first, second] = url.pathname.split('/');
    if (first === '2') return toX(request, response, url);
    if (await toNetwork(request, response, url)) return;
    if (first === 'hooks' && second && request.method === 'POST') return receiveHook(inbox, second, request, response);
    if (first === 'sim' && (await ofMail(request, response, url))) return;
    if (first === 'sim' && (await ofPeople(request, response, url))) return;
    if (first === 'sim' && (await behindTheScenes(request, response, url))) return;
    if (first === 'sim' || first === 'hooks')
      throw new Refused(404, `there is no ${request.method} ${url.pathname} here`);
    return pages(request, response, url);
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    // Whoever hangs up early must not end the process.
    response.on('error', () => {});
    route(request, response).catch((error: unknown) => failed(response, error));
  }

  const journals = [timeline, bill, crowdJournal, messages, mail, calls, ...networks.map(({ journal }) => journal)];
  const closeJournals = () => Promise.all(journals.map((journal) => journal.close()));
  const servers = await listenOn(hosts, port, listener).catch(async (error: unknown) => {
    await closeJournals();
    throw error;
  });
  const { port: taken } = servers[0]!.address() as AddressInfo;
  const url = `http://localhost:${taken}`;
  const secrets = secretsAt(url);
  return {
    url,
    networks: networks.map(({ name, simulated }) => ({ name, simulated, secret: secrets[name]! })),
    xTokens,
    xBearer: X_BEARER,
    xUserId: account.id,
    x,
    inbox,
    mailboxes,
    mailFaults,
    connectBus(put) {
      putEvents = put;
    },
    connectSns(connected) {
      publish = connected;
    },
    connectClock(connected) {
      clock = connected;
    },
    connectSignIn(connected) {
      signIn = connected;
    },
    connectSupport(connected) {
      house = connected;
    },
    async stop() {
      await Promise.all(servers.map(close));
      await closeJournals();
    },
  };
}

/** `//` and the like are paths here, not names of hosts. */
function pathAndQuery({ url = '/' }: IncomingMessage): URL {
  if (!url.startsWith('/')) throw new Refused(400, 'the request names no path');
  return new URL(`http://localhost${url}`);
}

/** Fixed for the same reason as the tokens below. */
const X_BEARER = 'local-app-bearer-token';

/** Fixed, because they guard nothing: the server is reachable from this machine only. */
const localTokens = (userId: string): XTokens => ({
  appKey: 'local-app-key',
  appSecret: 'local-app-secret',
  accessToken: `${userId}-local-access-token`,
  accessSecret: 'local-access-secret',
});

function failed(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
  } else if (error instanceof Refused) {
    sendProblem(response, error);
  } else {
    console.error(error);
    sendProblem(response, new Refused(500, 'the simulated world failed; its log says why'));
  }
}

async function listenOn(
  hosts: readonly string[],
  port: number,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server[]> {
  const servers: Server[] = [];
  let wanted = port;
  for (const host of hosts) {
    // As the cloud's own: after Node's 5 s it would hang up on whoever, on a busy machine, is just about to ask again.
    const server = createServer({ keepAliveTimeout: 60_000 }, listener);
    try {
      await listen(server, wanted, host);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isAbsent = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
      if (servers.length > 0 && isAbsent) continue;
      await Promise.all(servers.map(close));
      throw error;
    }
    servers.push(server);
    wanted = (server.address() as AddressInfo).port;
  }
  return servers;
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
