import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Cloud, startCloud } from '../../infra/local/cloud/cloud.ts';
import type { MeteredCall } from '../../infra/local/cloud/meter.ts';
import { currentAssembly, systemStack } from '../../infra/local/start/assembly.ts';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { dynamodbSiteIndex } from '../../shared/adapters/dynamodb/site-index.ts';
import { openTable } from '../../shared/adapters/dynamodb/table.ts';
import { instant } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { chainOf, draft, incidentOf, opening, resolution } from '../support/entries.ts';
import { type Ask, asOperator, atRest, isNotALook, openMeasured, sayMore } from './operator.ts';
import { rounded, sum } from './statistics.ts';

/** What one update costs, with so many incidents in the history. All per update. */
export type Cost = {
  incidents: number;
  requests: number;
  objectsWritten: number;
  kilobytesWritten: number;
  dynamodbRequests: number;
  units: number;
  /** Of those, what the command itself takes before it answers. */
  commandRequests: number;
  commandUnits: number;
};

const UPDATES = 10;
const AT_A_TIME = 20;
const DAY_MS = 86_400_000;

/** Measures on the synthesised stack with X switched off, so that what is counted is the log and the site. */
export async function measureCost(sizes: readonly number[], progress: (line: string) => void): Promise<Cost[]> {
  const root = path.resolve(import.meta.dirname, '..', '..');
  const assembly = await currentAssembly(root, () => progress('building ...'));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  const calls: MeteredCall[] = [];
  const cloud = await startCloud({
    cdkOut: assembly,
    stack: systemStack(assembly),
    dataDir,
    // Only at the start: a look by the schedule in the middle would be counted as the update's.
    sweepSeconds: 86_400,
    onCall: (call) => calls.push(call),
  });
  try {
    await cloud.warmed;
    const ask = await asOperator(cloud);
    await ask('PUT', '/v1/channels/x', { mode: 'off' });
    const costs: Cost[] = [];
    let seeded = 0;
    for (const incidents of sizes) {
      progress(`${incidents} incidents of history ...`);
      await seed(cloud, seeded, incidents);
      seeded = incidents;
      costs.push({ incidents, ...(await costOfUpdates(cloud, ask, calls)) });
    }
    return costs;
  } finally {
    await cloud.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function costOfUpdates(cloud: Cloud, ask: Ask, calls: MeteredCall[]): Promise<Omit<Cost, 'incidents'>> {
  const id = await openMeasured(ask);
  await atRest(cloud, isNotALook);
  calls.length = 0;
  for (let round = 0; round < UPDATES; round += 1) {
    await sayMore(ask, id, round);
    await atRest(cloud, isNotALook);
  }
  const counted = [...calls];
  await ask('POST', `/v1/incidents/${id}/resolve`, { message: 'Measured.' });
  await atRest(cloud, isNotALook);

  const each = (some: readonly MeteredCall[]) => rounded(some.length / UPDATES);
  const written = counted.filter(({ service, operation }) => service === 's3' && operation === 'PutObject');
  const ofCommand = counted.filter(({ caller }) => caller.includes('CommandRole'));
  return {
    requests: each(counted),
    objectsWritten: each(written),
    kilobytesWritten: rounded(sum(written.map(({ bytes }) => bytes)) / 1024 / UPDATES),
    dynamodbRequests: each(counted.filter(({ service }) => service === 'dynamodb')),
    units: rounded(sum(counted.map(({ units }) => units)) / UPDATES),
    commandRequests: each(ofCommand),
    commandUnits: rounded(sum(ofCommand.map(({ units }) => units)) / UPDATES),
  };
}

/** Incidents that are over, spread over the last three months, straight into the log and the site index. */
async function seed(cloud: Cloud, from: number, to: number): Promise<void> {
  const [resource] = cloud.template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
  const table = openTable(resource!.name, {
    endpoint: cloud.urls.aws,
    region: 'us-east-1',
    credentials: cloud.operator,
  });
  const [log, siteIndex] = [dynamodbLog(table), dynamodbSiteIndex(table)];
  for (let first = from; first < to; first += AT_A_TIME) {
    const numbers = Array.from({ length: Math.min(AT_A_TIME, to - first) }, (_, next) => first + next);
    await Promise.all(
      numbers.map(async (number) => {
        const openedAt = instant(Date.now() - ((number + 1) % 90) * DAY_MS - number * 60_000);
        const chain = chainOf(randomBytes(6).toString('hex'), [opening(), draft(), resolution()], openedAt);
        for (const entry of chain) await log.append(entry, undefined);
        await siteIndex.update(publicIncident(incidentOf(chain)));
      }),
    );
  }
  table.client.destroy();
}
