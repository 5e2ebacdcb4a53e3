import { type KeptTokens, tokensInMemory } from '../../bin/commands/kept-tokens.ts';
import { run } from '../../bin/commands/program.ts';
import type { Surroundings } from '../../bin/commands/surroundings.ts';
import type { MailAccount } from '../../shared/ports/mail-account.ts';
import { type FakeApi, fakeApi } from './fake-api.ts';

/** As AWS gives it to whoever has just made one, and a domain whose records are not set yet. */
export const NEW_ACCOUNT: MailAccount = {
  region: 'eu-central-1',
  domain: '',
  identity: { verified: false, tokens: ['t1', 't2', 't3'] },
  perSecond: 1,
  perDay: 200,
  sentToday: 0,
  sandbox: true,
  sendingEnabled: true,
  enforcement: 'HEALTHY',
  plan: 'ESSENTIALS',
};

/** A person at a terminal, in front of the API on a clock that only moves while somebody waits. */
export function terminal(
  startsAt = '2026-11-22T10:00:00.000Z',
  home = '/nobody',
  tokens: KeptTokens = tokensInMemory(),
) {
  const clock = { nowMs: Date.parse(startsAt) };
  const api: FakeApi = fakeApi(clock);
  const out: string[] = [];
  const err: string[] = [];
  let interruption = new AbortController();
  const waits: number[] = [];
  const questions: string[] = [];
  const mail: { account: MailAccount } = { account: NEW_ACCOUNT };
  let answer: (question: string) => string | undefined = () => undefined;
  const surroundings: Surroundings = {
    fetch: api.fetch,
    wait: async (ms) => {
      waits.push(ms);
      clock.nowMs += ms;
      onWait?.(clock.nowMs);
    },
    now: () => clock.nowMs,
    random: () => 0.5,
    env: {},
    home,
    tokens,
    directory: '/',
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    interactive: false,
    rewrite: () => undefined,
    readInput: async () => 'read from standard input',
    ask: async (question) => {
      questions.push(question);
      return answer(question);
    },
    prompts: undefined,
    mailAccounts: { read: async (domain) => ({ ...mail.account, domain }) },
    cdk: async () => ({ code: 1, said: 'CDK is not part of this test' }),
    interrupted: () => interruption.signal,
  };
  let onWait: ((nowMs: number) => void) | undefined;
  return {
    mail,
    api,
    clock,
    waits,
    surroundings,
    questions,
    /** What the person answers from now on; nobody is there until then. */
    answering: (with_: (question: string) => string | undefined) => {
      answer = with_;
    },
    interrupt: () => interruption.abort(),
    /** As in a new process: nobody has pressed anything, and waiting is only waiting. */
    again: () => {
      interruption = new AbortController();
      onWait = undefined;
    },
    whileWaiting: (then: (nowMs: number) => void) => {
      onWait = then;
    },
    /** Runs one command; the output is that of this command alone. */
    async candor(...args: string[]) {
      out.length = 0;
      err.length = 0;
      const code = await run(args, surroundings);
      return { code, out: out.join('\n'), err: err.join('\n') };
    },
    with(env: Record<string, string>) {
      surroundings.env = env;
    },
  };
}
