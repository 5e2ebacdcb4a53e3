import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Clock } from './clock.ts';
import { close, listen, readBody } from './listen.ts';

/** What an invocation ended with: the handler's JSON, or the error as Lambda words it. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export interface Invocation {
  readonly id: string;
  readonly payload: string;
  finish(outcome: Outcome): void;
}

export interface EnvironmentSettings {
  readonly functionArn: string;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Leaves the cores to the other functions where they compete. */
  readonly inBackground: boolean;
  readonly clock: Clock;
  onOutput(text: string): void;
  /** The environment takes invocations, for the first time or again. */
  onReady(): void;
  /** The initialisation failed; the process ends by itself. */
  onInitError(error: Outcome & { ok: false }): void;
  /** The process is gone. `why` is Lambda's sentence about it. */
  onGone(why: string): void;
}

export interface Environment {
  readonly state: 'starting' | 'ready' | 'busy' | 'gone';
  run(invocation: Invocation): void;
  kill(): void;
}

const runtimeClient = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
const addon = fileURLToPath(new URL('./lambda-runtime-client.cjs', import.meta.url));

/** Lambda's limit for the JSON that a handler returns. */
const maxResponseBytes = 6 * 1024 * 1024;

/** AWS allows 10 s; functions that all start at once on a small machine share its cores. */
const initTimeoutMs = 60_000;

/** Starts one execution environment: a child process behind a Runtime API of its own. */
export function startEnvironment(settings: EnvironmentSettings): Environment {
  let state: Environment['state'] = 'starting';
  let child: ChildProcess | undefined;
  let current: Invocation | undefined;
  let waiting: http.ServerResponse | undefined;
  let deadline: NodeJS.Timeout | undefined;

  const end = (outcome: Outcome) => {
    clearTimeout(deadline);
    const ended = current;
    current = undefined;
    ended?.finish(outcome);
  };

  const gone = (why: string) => {
    if (state === 'gone') return;
    state = 'gone';
    clearTimeout(initDeadline);
    const id = current?.id;
    if (id) end({ ok: false, errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${why}` });
    void close(server);
    settings.onGone(why);
  };

  const answerNext = () => {
    if (!current || !waiting) return;
    const [response, { id, payload }] = [waiting, current];
    waiting = undefined;
    deadline = setTimeout(() => {
      const seconds = (settings.timeoutMs / 1000).toFixed(2);
      end({
        ok: false,
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${id} Error: Task timed out after ${seconds} seconds`,
      });
      child?.kill('SIGKILL');
    }, settings.timeoutMs);
    const clockSetting = settings.clock.setting();
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': settings.clock.nowMs() + settings.timeoutMs,
        'lambda-runtime-invoked-function-arn': settings.functionArn,
        'lambda-runtime-trace-id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
        // Not Lambda's: the time that this cloud has, where somebody has set it.
        ...(clockSetting ? { 'candor-clock': JSON.stringify(clockSetting) } : {}),
      })
      .end(payload);
  };

  const server = http.createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, async (request, response) => {
    const path = request.url?.replace('/2018-06-01/runtime/', '') ?? '';
    if (path === 'invocation/next') {
      waiting = response;
      clearTimeout(initDeadline);
      state = 'ready';
      settings.onReady();
      return;
    }
    const read = await readBody(request, 2 * maxResponseBytes).catch(() => 'too-large' as const);
    const body = read === 'too-large' ? read : read.toString();
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (path === 'init/error') return settings.onInitError(failure(body));
    if (path === `invocation/${current?.id}/error`) return end(failure(body));
    if (path !== `invocation/${current?.id}/response`) return;
    if (read === 'too-large' || read.length > maxResponseBytes) {
      const errorMessage = 'Response payload size exceeded maximum allowed payload size (6291556 bytes).';
      return end({ ok: false, errorType: 'Function.ResponseSizeTooLarge', errorMessage });
    }
    end({ ok: true, payload: body });
  });

  const initDeadline = setTimeout(() => child?.kill('SIGKILL'), initTimeoutMs);

  void listen(server).then(
    (port) => {
      if (state === 'gone') return close(server);
      // V8 gets most of the memory and stops the process when that is used up, as Lambda does at its limit.
      const heap = `--max-old-space-size=${Math.floor(settings.memoryMb * 0.9)}`;
      child = spawn(process.execPath, [heap, '--require', addon, runtimeClient], {
        cwd: settings.folder,
        env: { ...settings.variables, ...compileCache(), AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      if (settings.inBackground && child.pid !== undefined)
        setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
      for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', settings.onOutput);
      child.on('error', (error) => gone(`Runtime failed to start: ${error.message}`));
      child.on('exit', (code, signal) =>
        gone(`Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`),
      );
    },
    (error) => gone(`Runtime API failed: ${error.message}`),
  );

  return {
    get state() {
      return state;
    },
    run(invocation) {
      state = 'busy';
      current = invocation;
      answerNext();
    },
    kill() {
      child?.kill('SIGKILL');
      gone('Runtime exited with error: signal: killed');
    },
  };
}

/** Where Node keeps what it has compiled (bin/run.mjs): the next start of the same bundle costs a sixth less. */
const compileCache = (): Record<string, string> => {
  const folder = process.env.NODE_COMPILE_CACHE;
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
};

function failure(body: string): Outcome & { ok: false } {
  try {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(body);
    return { ok: false, errorType, errorMessage };
  } catch {
    return { ok: false, errorType: 'Error', errorMessage: body };
  }
}
