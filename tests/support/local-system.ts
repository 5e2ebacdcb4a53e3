import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApiIncident, OpenCommand } from '../../shared/client/types.ts';
import { isEnded } from '../../shared/core/delivery.ts';
import { oneFileOf } from './one-file.ts';
import { seconds } from './patience.ts';
import { type Condition, until } from './until.ts';
import { xAloneFile } from './x-alone.ts';

/** An answer of any of the origins; `body` is the JSON of a JSON answer, else the text. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads from an answer what it is about to check.
export type Answer<T = any> = { status: number; headers: Headers; etag: string | undefined; text: string; body: T };

/** A command that was accepted, or not. */
export type Commanded = Answer<ApiIncident>;

export type XPost = { id: string; text: string; at: string; replyTo: string | null };
export type InboxMessage = { id: string; to: string; at: string; kind: string; incident: string | null; text: string };

/** How a system is started. What is left out is as `npm start` has it. */
export type StartOptions = {
  sweepSeconds?: number;
  /** The clock of the system shows this time of tomorrow when it starts, e.g. `10:00` UTC; the machine's time if not said. */
  startsAt?: string;
  /** Starts every function ahead, as `npm start` does; left out, each when it is first called. */
  warm?: boolean;
  /** Where it is, so that it stands where another one stood; free ports if not said. */
  port?: number;
  /** With X as its only channel: a story in which nobody follows needs no more. */
  xAlone?: boolean;
  /** By `npm start`, as a person or a service manager does: what is then ended or killed is npm. */
  throughNpm?: boolean;
  /** More of the environment, e.g. `CANDOR_CDK_OUT`. */
  environment?: Record<string, string>;
  /** Ends a start that has said such things on stderr: it would not get ready any more, or not soon. */
  hopelessOnce?: (said: string) => boolean;
};

/** A start that ended, or hung, before the ready line. */
export class DidNotStart extends Error {}

const root = path.resolve(import.meta.dirname, '..', '..');
const readyLine = /^candor ready site=(\S+) ops=(\S+) world=(\S+)/m;

export type LocalSystem = Awaited<ReturnType<typeof startLocalSystem>>;

/**
 * Runs `npm start` on free ports with a data folder of its own, and resolves when it says that it is ready. Throws
 * `DidNotStart` with what it said instead. `end` stops it and deletes the data.
 */
export async function startLocalSystem(options: StartOptions = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-test-'));
  if (options.startsAt) writeFileSync(path.join(dataDir, 'clock.json'), JSON.stringify(tomorrowAt(options.startsAt)));
  const port = options.port ?? (await freePorts(3));
  const world = `http://localhost:${port + 2}`;
  const ops = `http://localhost:${port + 1}`;
  const site = `http://localhost:${port}`;
  let run = await begin();
  let bearer: string | undefined;
  const touched = new Set<string>();

  async function begin(more: StartOptions = {}) {
    const started = await runStart(['--data', dataDir, '--port', String(port)], { ...options, ...more }).catch(
      (error) => {
        rmSync(dataDir, { recursive: true, force: true });
        throw error;
      },
    );
    return started;
  }

  async function token(): Promise<string> {
    const { body } = await ask(`${ops}/oauth2/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('local:local').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    return body.access_token;
  }

  async function call<T>(method: string, where: string, body?: unknown, headers: Record<string, string> = {}) {
    bearer ??= await token();
    return ask<T>(`${ops}${where}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** A command, and a note of the incident for `touched`. */
  async function command(where: string, body: unknown, headers?: Record<string, string>): Promise<Commanded> {
    const answer = await call<ApiIncident>('POST', where, body, headers);
    if (answer.body?.id) touched.add(answer.body.id);
    return answer;
  }

  const posts = async (): Promise<XPost[]> => (await ask(`${world}/sim/posts`)).body;

  const system = {
    port,
    dataDir,
    urls: { site, ops, world },
    /** Everything that the process has said on stderr since it was last started. */
    said: () => run.said(),
    /** How long the last start took, from the command to the ready line. */
    readyMs: () => run.readyMs,
    token,
    // biome-ignore lint/suspicious/noExplicitAny: as in Answer.
    get: <T = any>(where: string) => call<T>('GET', where),
    put: <T>(where: string, body: unknown) => call<T>('PUT', where, body),
    delete: (where: string) => call('DELETE', where),
    post: command,
    /** Opens an incident; what is not said has nothing to do with the test. */
    open: (said: Partial<OpenCommand> = {}, headers?: Record<string, string>): Promise<Commanded> =>
      command('/v1/incidents', { ...anOutage(), ...said }, headers),
    /** A command on an incident: `updates`, `resolve`, `reopen`, `corrections`, ... */
    say: (id: string, act: string, body: object, headers?: Record<string, string>): Promise<Commanded> =>
      command(`/v1/incidents/${id}/${act}`, body, headers),
    incident: async (id: string): Promise<ApiIncident> => (await call<ApiIncident>('GET', `/v1/incidents/${id}`)).body,
    onSite: (where: string, headers: Record<string, string> = {}) => ask(`${site}${where}`, { headers }),
    posts,
    /** The posts about one incident, oldest first: the thread that starts with a link to its page. */
    thread: async (id: string): Promise<XPost[]> => threadOf(await posts(), id),
    inbox: async (): Promise<InboxMessage[]> => (await ask(`${world}/sim/inbox`)).body,
    /** What the clocks of the system show. */
    now: async (): Promise<string> => (await ask(`${world}/sim/clock`)).body.now,
    /**
     * Sets the clock of the system forward to `at`, at a moment in which nothing is at work. A time that has passed by
     * then stays as it is. However slow the machine, no more than this lies between two statements of a story.
     */
    async passTo(at: string): Promise<void> {
      const stepMs = Math.max(0, Date.parse(at) - Date.parse(await system.now()));
      const answer = await ask(`${world}/sim/clock`, posted({ stepMs }));
      if (answer.status !== 200) throw new Error(`the clock was not set to ${at}: ${answer.text}`);
      // A token lives for an hour.
      bearer = undefined;
    },
    /** Sets the clock forward while the system is down: it finds that so much time has passed when it starts again. */
    passWhileDown(ms: number): void {
      const file = path.join(dataDir, 'clock.json');
      const { atMs, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ atMs: atMs + ms, ...rest }));
    },
    /** Ends every incident that is open, so that nothing more becomes due of it. */
    async resolveAll(): Promise<void> {
      const { body } = await system.get<{ incidents: { id: string; phase: string }[] }>('/v1/incidents?open=true');
      await Promise.all(body.incidents.map(({ id }) => system.say(id, 'resolve', { message: 'The story is over.' })));
    },
    fault: (fault: object) => ask(`${world}/sim/faults`, posted(fault)),
    clearFaults: () => ask(`${world}/sim/faults`, { method: 'DELETE' }),
    event: (detail: object, event: { source?: string; detailType?: string } = {}) =>
      ask(`${world}/sim/events`, posted({ source: 'monitor', detailType: 'candor.status-change', detail, ...event })),
    /** Waits for `condition`; a failure says what the system itself had to say. */
    until: <T>(what: string, condition: Condition<T>, within?: { ms?: number }) =>
      until(what, condition, { ...within, why: () => run.said() }),
    /** Until every channel has ended with all that the incident says. */
    delivered: (id: string): Promise<ApiIncident> =>
      system.until(`every delivery of ${id}`, async () => {
        const incident = await system.incident(id);
        const ended = (channel: 'site' | 'x') =>
          incident.entries.every(({ seq }) => isEnded(incident.deliveries?.[channel]?.[seq]));
        return ended('site') && ended('x') && incident;
      }),
    /** Lets as much time pass as lies between two sweeps, until the next one is over: it writes that last. */
    async swept(): Promise<void> {
      const at = await system.now();
      await system.passTo(new Date(Date.parse(at) + (options.sweepSeconds ?? 60) * 1000).toISOString());
      await system.until(`a sweep after ${at}`, async () => (await system.get('/v1/control')).body.lastSweepAt > at);
    },
    /** Until a sweep has looked, and every channel has ended with what came of it. */
    async settled(id: string): Promise<ApiIncident> {
      await system.swept();
      return system.delivered(id);
    },
    /** The incidents that were commanded so far. */
    touched: () => [...touched],
    /** Kills launcher, start and all functions at once, without a word. */
    async kill9(): Promise<void> {
      signalGroup(run.child.pid!, 'SIGKILL');
      await groupGone(run.child.pid!);
    },
    /** Starts again on the same data and ports; `more`: what is otherwise than before. */
    async restart(more: StartOptions = {}): Promise<void> {
      bearer = undefined;
      run = await begin(more);
    },
    /** Signals the launcher alone. Resolves with its exit code, if it has one, once all of its processes are gone. */
    async terminate(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
      const { child } = run;
      const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await groupGone(child.pid!);
      return code;
    },
    async end(): Promise<void> {
      if (isGroupAlive(run.child.pid!)) {
        signalGroup(run.child.pid!, 'SIGTERM');
        await groupGone(run.child.pid!);
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return system;
}

/** `10:00` of tomorrow, as the file of the clock has it. */
function tomorrowAt(clock: string) {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return { realMs: Date.now(), atMs: Date.parse(`${day}T${clock}:00Z`), rate: 1 };
}

/** What an incident is opened with where a test does not care. */
const anOutage = (): OpenCommand => ({
  title: `Errors on the API (${randomUUID().slice(0, 8)})`,
  impact: 'major',
  components: [{ id: 'api', status: 'partial_outage' }],
  message: 'Some requests to the API fail.',
});

const posted = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

// biome-ignore lint/suspicious/noExplicitAny: as in Answer.
async function ask<T = any>(url: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(seconds(60)), ...init });
  const text = await response.text();
  const isJson = /[/+]json(;|$)/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    etag: response.headers.get('etag') ?? undefined,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : (text as T),
  };
}

/** A thread is its first post, which links to the incident's page, and everything that answers it. */
function threadOf(posts: readonly XPost[], id: string): XPost[] {
  const thread: XPost[] = [];
  for (const post of posts) {
    const answers = thread.some((one) => one.id === post.replyTo);
    if (answers || post.text.includes(`/incidents/${id}`)) thread.push(post);
  }
  return thread;
}

/** Runs `npm start` with these arguments until it is ready. The caller ends it; one that fails has ended by itself. */
export async function runStart(args: readonly string[], options: StartOptions = {}) {
  const began = performance.now();
  const { child, output } = spawnStart(await oneFileOf('infra/local/start.ts'), args, options);
  const said = () => output.err;
  try {
    const isOver = () => child.exitCode !== null || (options.hopelessOnce?.(said()) ?? false);
    await until('the ready line', () => readyLine.test(output.out) || isOver());
  } catch (cause) {
    signalGroup(child.pid!, 'SIGKILL');
    throw new DidNotStart(said(), { cause });
  }
  if (!readyLine.test(output.out)) {
    signalGroup(child.pid!, 'SIGKILL');
    await groupGone(child.pid!);
    throw new DidNotStart(said());
  }
  const [, site, ops, world] = readyLine.exec(output.out)!;
  return { child, said, printed: () => output.out, readyMs: performance.now() - began, urls: { site, ops, world } };
}

/** Starts `npm start` as the leader of a process group, so that a test can kill all of it by one id. */
function spawnStart(
  script: string,
  args: readonly string[],
  { sweepSeconds, throughNpm, environment, warm, xAlone }: StartOptions,
) {
  const cold = warm || throughNpm ? [] : ['--cold'];
  const sweep = sweepSeconds === undefined ? [] : ['--sweep-seconds', String(sweepSeconds)];
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('CANDOR_'));
  const launcher = [process.execPath, path.join(root, 'bin', 'run.mjs'), script];
  const [command, ...before] = throughNpm ? ['npm', 'start', '--'] : launcher;
  const child: ChildProcess = spawn(command!, [...before, ...args, ...sweep, ...cold], {
    cwd: root,
    env: { ...Object.fromEntries(ours), ...(xAlone ? { CANDOR_CONFIG_FILE: xAloneFile() } : {}), ...environment },
    // The channel says when this process is gone, also after a kill -9: a system must not outlive its test.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const output = { out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    output.out += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    output.err += text;
  });
  // A test run that ends early leaves nothing behind.
  const killAll = () => signalGroup(child.pid!, 'SIGKILL');
  process.once('exit', killAll);
  child.once('exit', () => process.removeListener('exit', killAll));
  return { child, output };
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isGroupAlive(leader: number): boolean {
  try {
    process.kill(-leader, 0);
  } catch {
    return false;
  }
  return !existsSync('/proc/self/stat') || readdirSync('/proc').some((pid) => runsIn(leader, pid));
}

/** What has ended may be listed for seconds more, until whoever inherited it has asked how it ended. */
function runsIn(leader: number, pid: string): boolean {
  if (!/^\d+$/.test(pid)) return false;
  try {
    // proc(5): `pid (name) state parent group …`, and a name may hold anything.
    const [state, , group] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(group) === leader && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}

const groupGone = (leader: number) => until('the end of all processes', () => !isGroupAlive(leader));

/** The first of `count` neighbouring ports that nobody listens on. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    // Below the range that the system hands out by itself, where a free port may be taken a moment later.
    const first = 10_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(Array.from({ length: count }, (_, next) => isFree(first + next)));
    if (free.every(Boolean)) return first;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
