import path from 'node:path';
import { numberFrom, readFlags, WrongOption } from './flags.ts';

export interface StartOptions {
  /** The site; ops is on the next port, the world on the one after. */
  readonly port: number;
  readonly dataDir: string;
  readonly sweepSeconds: number;
  readonly verbose: boolean;
  /** Functions start when they are first called, not ahead of that. */
  readonly cold: boolean;
  /** How many mails a second SES takes, if not as many as AWS often grants. */
  readonly mailRate?: number;
  /** Where X is, if not in the world of this machine. */
  readonly xUrl?: string;
  /** Hosts that a port of this machine stands for, beside those of the world. */
  readonly nearby?: string;
  /** The config to run with, if not the project's own. */
  readonly configFile?: string;
  /** A cloud assembly to run, if not the one that the sources make. */
  readonly cdkOut?: string;
}

/** A start that cannot go on, in words for the person at the terminal. */
export class CannotStart extends Error {
  /** 2 if another option would help, 1 if something went wrong. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const help = `Runs Candor on this machine: site, HTTP API and console, and a simulated world outside.

  npm start -- [options]

  --port 4310          the site's port; the HTTP API is on the next, the world on the one after (CANDOR_PORT)
  --data .candor       the folder that keeps everything (CANDOR_DATA)
  --sweep-seconds 60   how often the sweep looks at what is due (CANDOR_SWEEP_SECONDS)
  --mail-rate 14       how many mails a second SES takes, up to 500 (CANDOR_MAIL_RATE)
  --config FILE        run with this config in place of candor.config.json (CANDOR_CONFIG_FILE)
  --cold               start each function when it is first called, as after a long silence on AWS
  --verbose            show what the functions log (it is always in <data>/logs/functions.log)
  --help               this text

  CANDOR_X_URL         another X than the simulated one, e.g. http://localhost:9000
  CANDOR_NEARBY        hosts that ports of this machine stand for, e.g. "receiver.example.com=9000": calls to
                       https://receiver.example.com come to http://localhost:9000
  CANDOR_CDK_OUT       run this cloud assembly (a folder that "cdk synth" wrote) in place of building one`;

/**
 * Reads options and environment; an option wins. `'help'` if that was asked for. Throws `WrongOption` on a wrong
 * value. A relative data folder is meant from where the caller stands.
 */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  root: string,
): StartOptions | 'help' {
  const values = readFlags(
    args,
    {
      port: { type: 'string' },
      data: { type: 'string' },
      'sweep-seconds': { type: 'string' },
      'mail-rate': { type: 'string' },
      config: { type: 'string' },
      cold: { type: 'boolean' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    '"npm start -- --help"',
  );
  if (values.help) return 'help';

  const given = values.data ?? environment.CANDOR_DATA;
  if (given?.trim() === '') throw new WrongOption('--data (CANDOR_DATA) is empty; it has to be a folder.');
  const dataDir =
    given === undefined ? path.join(root, '.candor') : path.resolve(environment.CANDOR_CALLER_DIRECTORY ?? root, given);
  const { CANDOR_X_URL: xUrl, CANDOR_CDK_OUT: cdkOut, CANDOR_NEARBY: nearby } = environment;
  if (xUrl && !/^https?:\/\/[^/]+\/?$/.test(xUrl)) {
    throw new WrongOption(`CANDOR_X_URL is ${xUrl}; it has to be an origin like http://localhost:9000.`);
  }
  if (nearby && !/^(\s*[a-z0-9*.-]+=\d{1,5})+\s*$/.test(nearby)) {
    throw new WrongOption(
      `CANDOR_NEARBY is "${nearby}"; it has to be hosts with ports, like receiver.example.com=9000.`,
    );
  }
  const configFile = values.config ?? environment.CANDOR_CONFIG_FILE;
  if (configFile?.trim() === '') throw new WrongOption('--config (CANDOR_CONFIG_FILE) is empty; it has to be a file.');
  if (configFile !== undefined && cdkOut)
    throw new WrongOption('--config has no effect on a cloud assembly: leave out CANDOR_CDK_OUT, or build that anew.');
  const from = environment.CANDOR_CALLER_DIRECTORY ?? root;
  const mailRate = values['mail-rate'] ?? environment.CANDOR_MAIL_RATE;
  return {
    port: numberFrom('--port (CANDOR_PORT)', values.port ?? environment.CANDOR_PORT ?? '4310', {
      isValid: (port) => Number.isInteger(port) && port >= 1 && port <= 65_533,
      expected: 'a port between 1 and 65533, because the two after it are used too',
    }),
    dataDir,
    sweepSeconds: numberFrom(
      '--sweep-seconds (CANDOR_SWEEP_SECONDS)',
      values['sweep-seconds'] ?? environment.CANDOR_SWEEP_SECONDS ?? '60',
      {
        isValid: (seconds) => seconds >= 0.1 && seconds <= 86_400,
        expected: 'a number of seconds between 0.1 and 86400',
      },
    ),
    ...(mailRate === undefined
      ? {}
      : {
          mailRate: numberFrom('--mail-rate (CANDOR_MAIL_RATE)', mailRate, {
            isValid: (rate) => rate >= 1 && rate <= 500,
            expected: 'a number of mails a second between 1 and 500',
          }),
        }),
    cold: values.cold ?? false,
    verbose: values.verbose ?? false,
    ...(xUrl ? { xUrl: xUrl.replace(/\/$/, '') } : {}),
    ...(nearby ? { nearby } : {}),
    ...(configFile === undefined ? {} : { configFile: path.resolve(from, configFile) }),
    ...(cdkOut ? { cdkOut: path.resolve(from, cdkOut) } : {}),
  };
}
