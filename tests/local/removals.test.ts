import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { editedAssembly, one, type Resources, revoke } from '../support/edited-assembly.ts';
import { DidNotStart, type LocalSystem, startLocalSystem } from '../support/local-system.ts';

/** `warm`: it is named by a function that nothing here would call. */
type Removal = { what: string; edit: (resources: Resources) => void; named: RegExp; warm?: true };

const grant = (of: string, action: string, on: string): Removal => ({
  what: `${action} of ${of}`,
  edit: (resources) => revoke(resources, of, action),
  named: new RegExp(`${of}Role\\w* (may not|.* may not) .*${action}.* on .*${on}`),
});

const variable = (of: string, name: string): Removal => ({
  what: `the variable ${name} of ${of}`,
  edit: (resources) => delete one(resources, 'AWS::Lambda::Function', of)[1].Properties.Environment.Variables[name],
  named: new RegExp(`${name}`),
  warm: true,
});

/**
 * Each takes one thing out of the template; `named` is what the developer is told. A few of each kind: that nothing is
 * granted or set beside what is listed, tests/infra/stack holds for all of them. Those that stand together are missing at
 * once, in one system: none stands in the way of another, so each is told of all the same.
 */
const missingTogether: Removal[][] = [
  [grant('PublishX', 'sqs:ReceiveMessage', 'XChannelWorkQueue')],
  [
    {
      what: 'the event pattern of the X channel',
      edit: (resources) => delete one(resources, 'AWS::Events::Rule', 'XChannelRule')[1].Properties.EventPattern,
      named: /XChannelRule.*EventPattern/,
    },
  ],
  [
    {
      what: 'the rule of the reminders',
      edit: (resources) => delete resources[one(resources, 'AWS::Events::Rule', 'RemindersRule')[0]],
      named: /the template has no resource RemindersRule/,
    },
  ],
  // Whoever starts without these is ended by the first: what is named only later needs a system of its own.
  [variable('Command', 'CANDOR_TABLE'), variable('Sweep', 'CANDOR_REMINDER_TOPIC')],
  [grant('PublishSite', 's3:PutObject', '')],
  [grant('Command', 'dynamodb:PutItem', 'table/Candor-Incidents')],
  [
    {
      what: 'what the rule of the reminders leads to',
      edit: (resources) => {
        one(resources, 'AWS::Events::Rule', 'RemindersRule')[1].Properties.Targets = [];
      },
      named: /the rule RemindersRule\w* leads nowhere/,
    },
    {
      what: "the policy that lets the bus fill the site's queue",
      edit: (resources) => delete resources[one(resources, 'AWS::SQS::QueuePolicy', 'SiteChannelWorkQueuePolicy')[0]],
      named: /events\.amazonaws\.com for .*SiteChannelRule.* may not sqs:SendMessage on .*SiteChannelWorkQueue/,
    },
  ],
  [
    {
      what: 'the permission of the HTTP API to call the command function',
      edit: (resources) => delete resources[one(resources, 'AWS::Lambda::Permission', 'OpsApiGETv1')[0]],
      named: /apigateway\.amazonaws\.com .* may not lambda:InvokeFunction on .*CommandFunction/,
    },
  ],
  [
    grant('Sweep', 'sns:Publish', 'People'),
    {
      what: 'what the pattern of the X channel looks for',
      edit: (resources) => {
        one(resources, 'AWS::Events::Rule', 'XChannelRule')[1].Properties.EventPattern['detail-type'] = ['candor.lock'];
      },
      named: /no event has matched:.*XChannelRule.*candor\.lock/,
    },
    {
      what: 'what the pattern for status changes looks for',
      edit: (resources) => {
        one(resources, 'AWS::Events::Rule', 'StatusChangesRule')[1].Properties.EventPattern['detail-type'] = ['status'];
      },
      named: /no rule matches the event candor\.status-change from monitor; there are .*StatusChangesRule/,
    },
  ],
];

const complaint = /^candor: (?!building|starting)/m;
const cases = missingTogether.map((removals) => ({ removals, what: removals.map(({ what }) => what).join(', or ') }));

describe('the whole way from a command to a reminder', () => {
  it('is gone without a complaint when nothing is missing', async () => {
    const { said, reached } = await goWholeWay([]);
    expect(said).not.toMatch(complaint);
    expect(reached).toEqual({ command: 201, read: 200, onX: 1, byEvent: true, reminded: true });
  });

  it.each(cases)('is not gone without $what, and each is named', async ({ removals }) => {
    const { said, reached } = await goWholeWay(removals);
    for (const { named } of removals) expect(said).toMatch(named);
    expect(reached === undefined || isShort(reached)).toBe(true);
  });
});

/** How far a command came. */
type Reached = { command: number; read: number; onX: number; byEvent: boolean; reminded: boolean };

/** True unless all of it arrived. */
const isShort = ({ command, read, onX, byEvent, reminded }: Reached) =>
  command !== 201 || read !== 200 || onX === 0 || !byEvent || !reminded;

/**
 * Runs the stack without what is to be removed, until each removal is named or, without any, until all has arrived.
 * Resolves with what a developer was told, and how far a command came; `undefined` if the system did not get ready.
 */
async function goWholeWay(removals: readonly Removal[]): Promise<{ said: string; reached: Reached | undefined }> {
  const assembly = await editedAssembly((resources) => {
    for (const { edit } of removals) edit(resources);
  });
  const allNamed = (said: string) => removals.length > 0 && removals.every(({ named }) => named.test(said));
  try {
    const environment = { CANDOR_CDK_OUT: assembly.folder };
    const warm = removals.some((removal) => removal.warm);
    const options = { startsAt: '08:00', environment, hopelessOnce: allNamed, warm };
    const system = await startLocalSystem(options).catch((error: unknown) => {
      if (error instanceof DidNotStart && removals.length > 0) return error;
      throw error;
    });
    if (system instanceof DidNotStart) return { said: system.message, reached: undefined };
    try {
      return await use(system, () => silentRules(system, assembly), allNamed);
    } finally {
      await system.end();
    }
  } finally {
    assembly.remove();
  }
}

async function use(system: LocalSystem, silent: () => string, allNamed: (said: string) => boolean) {
  const { status, body } = await system.open({ message: 'Words of a person.', nextUpdateBy: 'PT30M' });
  await system.event({ title: 'By event', impact: 'minor', message: 'Words of a probe.' });
  const { status: read } = await system.get(`/v1/incidents/${body.id}`);
  await system.until('words on the page', async () =>
    (await system.onSite(`/incidents/${body.id}`)).text.includes('Words of a person.'),
  );
  await system.passTo(new Date(Date.parse(await system.now()) + 29 * 60_000).toISOString());
  // The site is nudged by the bus as X is: what the bus has not matched by now, it does not match.
  const said = () => `${system.said()}\nno event has matched: ${silent()}`;
  const reached = async (): Promise<Reached> => ({
    command: status,
    read,
    onX: (await system.thread(body.id)).length,
    byEvent: (await system.onSite('/history.atom')).text.includes('Words of a probe.'),
    reminded: (await system.inbox()).some(({ incident }) => incident === body.id),
  });
  await system.until(
    'the end of the way, or what is missing',
    async () => allNamed(said()) || !isShort(await reached()),
  );
  return { said: system.said() === '' ? '' : said(), reached: await reached() };
}

/** The rules that nothing has come through yet, with their patterns: where nothing happens, one of them is to blame. */
function silentRules({ dataDir }: LocalSystem, { folder }: { folder: string }): string {
  const log = readFileSync(path.join(dataDir, 'logs', 'functions.log'), 'utf8');
  const template = JSON.parse(readFileSync(path.join(folder, 'Candor.template.json'), 'utf8'));
  return Object.entries<{ Type: string; Properties: { EventPattern: object } }>(template.Resources)
    .filter(([id, { Type }]) => Type === 'AWS::Events::Rule' && !log.includes(`"a rule matched","rule":"${id}"`))
    .map(([id, { Properties }]) => `${id} ${JSON.stringify(Properties.EventPattern)}`)
    .join(', ');
}
