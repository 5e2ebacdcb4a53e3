import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { editedAssembly, one, type Resources, revoke } from '../support/edited-assembly.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

type Removal = { what: string; edit: (resources: Resources) => void; named: RegExp };

const grant = (of: string, action: string, on: string): Removal => ({
  what: `${action} of ${of}`,
  edit: (resources) => revoke(resources, of, action),
  named: new RegExp(`${of}Role\\w* (may not|.* may not) .*${action}.* on .*${on}`),
});

const variable = (of: string, name: string): Removal => ({
  what: `the variable ${name} of ${of}`,
  edit: (resources) => delete one(resources, 'AWS::Lambda::Function', of)[1].Properties.Environment.Variables[name],
  named: new RegExp(`${name}`),
});

/**
 * Each takes one thing out of the template; `named` is what the developer is told. A few of each kind: that nothing is
 * granted or set beside what is listed, tests/infra/stack holds for all of them.
 */
const removals: Removal[] = [
  grant('Command', 'dynamodb:PutItem', 'table/Candor-Incidents'),
  grant('PublishSite', 's3:PutObject', ''),
  grant('PublishX', 'sqs:ReceiveMessage', 'XChannelWorkQueue'),
  grant('Remind', 'sns:Publish', 'People'),
  variable('Command', 'CANDOR_TABLE'),
  variable('Sweep', 'CANDOR_LOOK_QUEUE_URL'),
  {
    what: 'the event pattern of the X channel',
    edit: (resources) => delete one(resources, 'AWS::Events::Rule', 'XChannelRule')[1].Properties.EventPattern,
    named: /XChannelRule.*EventPattern/,
  },
  {
    what: 'what the pattern of the X channel looks for',
    edit: (resources) => {
      one(resources, 'AWS::Events::Rule', 'XChannelRule')[1].Properties.EventPattern['detail-type'] = ['candor.lock'];
    },
    named: /words on X(.|\n)*no event has matched:.*XChannelRule.*candor\.lock/,
  },
  {
    what: 'what the pattern for status changes looks for',
    edit: (resources) => {
      one(resources, 'AWS::Events::Rule', 'StatusChangesRule')[1].Properties.EventPattern['detail-type'] = ['status'];
    },
    named: /no rule matches the event candor\.status-change from monitor; there are .*StatusChangesRule/,
  },
  {
    what: 'the rule of the reminders',
    edit: (resources) => delete resources[one(resources, 'AWS::Events::Rule', 'RemindersRule')[0]],
    named: /the template has no resource RemindersRule/,
  },
  {
    what: 'the queue that the rule of the reminders leads to',
    edit: (resources) => {
      one(resources, 'AWS::Events::Rule', 'RemindersRule')[1].Properties.Targets = [];
    },
    named: /nothing sends to the queue RemindersWorkQueue\w*, which RemindFunction/,
  },
  {
    what: "the policy that lets the bus fill the site's queue",
    edit: (resources) => delete resources[one(resources, 'AWS::SQS::QueuePolicy', 'SiteChannelWorkQueuePolicy')[0]],
    named: /events\.amazonaws\.com for .*SiteChannelRule.* may not sqs:SendMessage on .*SiteChannelWorkQueue/,
  },
  {
    what: 'the permission of the HTTP API to call the command function',
    edit: (resources) => delete resources[one(resources, 'AWS::Lambda::Permission', 'OpsApiGETv1')[0]],
    named: /apigateway\.amazonaws\.com .* may not lambda:InvokeFunction on .*CommandFunction/,
  },
];

const complaint = /^candor: (?!building|starting)/m;

describe.concurrent('the whole way from a command to an apology', { timeout: 300_000 }, () => {
  it('is gone without a complaint when nothing is missing', async () => {
    await goWholeWay(() => {}, 60_000);
  });

  it.each(removals)('fails without $what, and says so', async ({ edit, named }) => {
    await expect(goWholeWay(edit, 20_000)).rejects.toThrow(named);
  });
});

/** Runs the stack as `edit` leaves it. Throws at the first complaint, or `ms` after something should have happened. */
async function goWholeWay(edit: (resources: Resources) => void, ms: number): Promise<void> {
  const assembly = await editedAssembly(edit);
  try {
    const environment = { CANDOR_CDK_OUT: assembly.folder };
    const system = await startLocalSystem({ sweepSeconds: 1, environment, hopelessOnce: complaint });
    try {
      await wholeWay(system, ms);
    } catch (error) {
      throw new Error(`${(error as Error).message}\nrules that no event has matched: ${silentRules(system, assembly)}`);
    } finally {
      await system.end();
    }
  } finally {
    assembly.remove();
  }
}

async function wholeWay(system: LocalSystem, ms: number): Promise<void> {
  const step = async (what: string, done: () => Promise<boolean>) => {
    await system.until(what, async () => complaint.test(system.said()) || (await done()), { ms });
    if (complaint.test(system.said())) throw new Error(system.said());
  };
  const { status, body } = await system.open({ message: 'Words of a person.', nextUpdateBy: 'PT2S' });
  await step('an accepted command', async () => status === 201);
  await system.event({ title: 'By event', impact: 'minor', message: 'Words of a probe.' });
  const page = async () => (await system.onSite(`/incidents/${body.id}`)).text;
  await step('words on the page', async () => (await page()).includes('Words of a person.'));
  await step('words on X', async () => (await system.thread(body.id)).length > 0);
  await step('words of a probe', async () => (await system.onSite('/history.atom')).text.includes('Words of a probe.'));
  await step('a reminder', async () => (await system.inbox()).some(({ incident }) => incident === body.id));
  await step('the apology on the page', async () => (await page()).includes('we are sorry'));
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
