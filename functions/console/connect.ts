import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { spoken } from '../../shared/config/voice.ts';
import { environment } from '../../shared/lambda/environment.ts';
import type { ConsolePatience, ConsolePorts } from './request.ts';

/**
 * A page is there before the function's own time is over (infra/candor-stack.ts), with what was typed, however many
 * calls it takes and whether or not anybody answers them. What is rendered then takes milliseconds.
 */
export const CONSOLE_PATIENCE: ConsolePatience = { attempts: 2, answerWithinMs: 6_000, allWithinMs: 18_000 };

/** What the console needs from the world, by the environment of its function. */
export const connectConsole = (): ConsolePorts => ({
  here: {
    opsUrl: environment('CANDOR_OPS_URL'),
    signInUrl: environment('CANDOR_SIGN_IN_URL'),
    clientId: environment('CANDOR_CLIENT_ID'),
    siteUrl: environment('CANDOR_SITE_URL'),
  },
  config,
  policy: policyOf(config),
  voice: spoken,
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  wait: (ms) => sleep(ms),
  patience: CONSOLE_PATIENCE,
});
