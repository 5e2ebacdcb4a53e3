#!/usr/bin/env node
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { cdkProcess } from './commands/deploy/cdk.ts';
import { terminalPrompts } from './commands/guided/prompts.ts';
import { tokensFile, tokensIn } from './commands/kept-tokens.ts';
import { run } from './commands/program.ts';
import { visible } from './commands/visible.ts';

const interruption = new AbortController();

/** A launcher passes Ctrl-C on although the terminal already sent it: only a later one means "now". */
const SAME_PRESS_MS = 500;

function interrupted(): AbortSignal {
  let pressedAt = 0;
  process.on('SIGINT', () => {
    if (pressedAt > 0 && Date.now() - pressedAt > SAME_PRESS_MS) process.exit(130);
    pressedAt ||= Date.now();
    interruption.abort();
  });
  return interruption.signal;
}

let lines: AsyncIterator<string> | undefined;

/** Questions go to stderr, so that a document on stdout stays one. */
async function ask(question: string): Promise<string | undefined> {
  process.stderr.write(`${question} `);
  lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  return done ? undefined : value;
}

// `candor list | head` closes the pipe when it has seen enough: that is an end, not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

/** What is our fault is told whole; it may quote what came from elsewhere. */
function broken(error: unknown): never {
  process.stderr.write(`${visible(inspect(error))}\n`);
  process.exit(1);
}
process.on('uncaughtException', broken);

const ended = run(process.argv.slice(2), {
  fetch: (url, init) => fetch(url, init),
  wait: async (ms) => {
    await sleep(ms, undefined, { signal: interruption.signal });
  },
  now: Date.now,
  random: Math.random,
  env: process.env,
  home: homedir(),
  tokens: tokensIn(tokensFile(process.env, homedir()), Date.now),
  directory: process.env.CANDOR_CALLER_DIRECTORY ?? process.cwd(),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  interactive: process.stdout.isTTY ?? false,
  rewrite: (line) => process.stdout.write(`\r\u001b[2K${line}`),
  readInput: () => text(process.stdin),
  ask,
  prompts: process.stdin.isTTY && process.stderr.isTTY ? terminalPrompts : undefined,
  // Loaded for this alone: every other command would start later.
  mailAccounts: { read: async (domain) => (await import('./commands/mail/ses.ts')).accounts.read(domain) },
  cdk: cdkProcess,
  interrupted,
});
process.exitCode = await ended.catch(broken);
