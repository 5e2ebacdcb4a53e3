/** A room of the house: a folder, what is in it, and the rooms that its files import from. */
export type Room = {
  name: string;
  /** Paths that begin so are in this room, unless they begin as another room does that is longer. */
  at: readonly string[];
  holds: string;
  /** Exactly these, and each lies further down. */
  knows: readonly string[];
  /** Where it matters: the only packages that may come in here. */
  packages?: readonly string[];
};

/** From the ground up: imports run down only. ARCHITECTURE.md's table is made from this, and so is the test. */
export const rooms: readonly Room[] = [
  {
    name: 'core',
    at: ['shared/core/'],
    holds:
      'entries, chain, `decide`, `evolve`, promises, apologies, the watch, maintenance; a folder each for reminders, what a channel is owed, X, networks with keys, the honesty lint, the recogniser of promises in texts and the ETA advisor',
    knows: [],
    packages: ['canonicalize', 'node:crypto'],
  },
  {
    name: 'ports',
    at: ['shared/ports/'],
    holds: 'what the use cases need from the world',
    knows: ['core'],
    packages: [],
  },
  {
    name: 'wording',
    at: ['shared/wording/'],
    holds:
      'every sentence that the public or a person at night reads; what goes out by itself has a file per language, and a brand’s own sentences come with the voice that is handed in',
    knows: ['core', 'ports'],
    packages: [],
  },
  {
    name: 'config',
    at: ['shared/config/'],
    holds: '`candor.config.json`: its schema, the policy that it makes, the voice in which the house speaks',
    knows: ['core', 'wording'],
    packages: ['zod'],
  },
  {
    name: 'contract',
    at: ['shared/contract/'],
    holds: 'what may be sent and how it is read: schemas, commands, identity, times, problems, the formats of alarms',
    knows: ['core', 'ports', 'wording'],
    packages: ['node:crypto', 'zod'],
  },
  {
    name: 'site',
    at: ['shared/site/'],
    holds: 'pages, feeds, API documents: from incident and site index to files',
    knows: ['core', 'ports', 'wording', 'config'],
    packages: ['hono', 'markdown-it', 'node:crypto', 'node:zlib'],
  },
  {
    name: 'adapters',
    at: ['shared/adapters/'],
    holds:
      'the ports somewhere real: dynamodb, s3, eventbridge, sns, sqs, cognito, apigateway, webhook, rooms, push, https, networks, bluesky, mastodon, x, ses, altcha, secrets, memory',
    knows: ['core', 'ports', 'site'],
  },
  {
    name: 'app',
    at: ['shared/app/'],
    holds: 'one file per use case: load, ask the core, store; a folder each for site, X and reminders',
    knows: ['core', 'ports', 'wording', 'config', 'contract', 'site'],
    packages: ['node:crypto'],
  },
  {
    name: 'api',
    at: ['shared/api/'],
    holds: 'how a command is accepted and answered, who may call what, and the OpenAPI document',
    knows: ['core', 'ports', 'wording', 'config', 'contract', 'app'],
  },
  {
    name: 'client',
    at: ['shared/client/'],
    holds: 'the typed client that console and command line share',
    knows: ['core', 'ports', 'contract'],
  },
  {
    name: 'console',
    at: ['shared/console/'],
    holds: 'the console’s pages and forms, without a request or a session',
    knows: ['core', 'wording', 'config', 'app', 'client'],
  },
  {
    name: 'lambda',
    at: ['shared/lambda/'],
    holds: 'environment → ports, the middleware, and the routes of the HTTP API, links and intake',
    knows: ['core', 'ports', 'config', 'contract', 'adapters', 'app', 'api', 'console'],
  },
  {
    name: 'functions',
    at: ['functions/'],
    holds:
      'a folder per Lambda; a handler is a page. `functions/console` has requests, sessions and sign-in, `functions/subscribe` what those outside ask who follow',
    knows: ['core', 'ports', 'wording', 'config', 'contract', 'site', 'adapters', 'app', 'client', 'console', 'lambda'],
  },
  {
    name: 'infra',
    at: ['infra/'],
    holds:
      'the stack: `candor-stack.ts` on one page; `edge-stack.ts` and `certificate-stack.ts` for what lies in another region',
    knows: ['core', 'config', 'site'],
  },
  {
    name: 'infra/local',
    at: ['infra/local/'],
    holds:
      'runs the synthesised template on one machine: `cloud` plays AWS, `world` is X, other networks, the inbox, everybody’s mail and what else lies outside, `start` is `npm start`',
    knows: ['core', 'config', 'contract', 'app', 'infra'],
  },
  {
    name: 'bin',
    at: ['bin/'],
    holds: 'the command line',
    knows: ['core', 'ports', 'wording', 'config', 'contract', 'adapters', 'api', 'client'],
  },
  {
    name: 'scripts',
    at: ['bin/check.ts', 'bin/simulate.ts', 'bin/soak.ts', 'bin/mutate.ts', 'bin/mutate/', 'bin/test.ts', 'bin/test/'],
    holds: 'what `npm run` starts around the tests, and so what alone may know them',
    knows: ['infra/local'],
  },
];

/** The table of ARCHITECTURE.md. */
export const roomsTable = (): string =>
  [
    '| room | what is in it | knows |',
    '| --- | --- | --- |',
    ...rooms.map(({ at, holds, knows }) => {
      const folder = at.map((one) => `\`${one.replace(/\/$/, '')}\``).join(', ');
      return `| ${folder} | ${holds} | ${knows.length === 0 ? 'itself' : knows.join(', ')} |`;
    }),
  ].join('\n');
