import type { Sender } from './alarm-senders.ts';
import { until } from './until.ts';

export type Storm = {
  /** How many alarms there are in all, for three components in turn. */
  alarms: number;
  /** How many are in one body. */
  group: number;
  /** Tells one storm of a system from the next. */
  name: string;
  components: readonly [string, string, string];
  /** All of them are sent within so long, evenly and however long answers take: a thousand monitors wait for none another. */
  withinMs: number;
};

/** What a poisonous alarm looks like: one that cannot be read, and one that no message of a queue can hold. */
const rubbish = { status: 'maybe', labels: 7 };

const nameOf = ({ name }: Storm, index: number) => `${name}-${index}`;

function bodiesOf(storm: Storm): object[] {
  const alerts = Array.from({ length: storm.alarms }, (_, index) => ({
    status: 'firing',
    labels: { component: storm.components[index % 3]!, severity: 'critical', instance: `host${index}` },
    startsAt: '2026-11-22T09:59:00Z',
    fingerprint: nameOf(storm, index),
  }));
  return Array.from({ length: Math.ceil(alerts.length / storm.group) }, (_, index) => ({
    alerts: [...alerts.slice(index * storm.group, (index + 1) * storm.group), rubbish],
  }));
}

/**
 * Sends all of a storm, each body until it was answered 2xx, as a sender does: after a 429 or a 5xx, or when nobody
 * answers, it waits and sends it again. Resolves with how often that was, the receipts, when the last was sent
 * for the first time, and when all were answered 2xx.
 */
export async function sendStorm(sender: Sender, storm: Storm) {
  const bodies = bodiesOf(storm);
  const receipts: string[] = [];
  const again = new Map<number | 'no answer', number>();
  const began = performance.now();

  async function one(body: object): Promise<void> {
    for (;;) {
      const answer = await sender.tell('alertmanager', body).catch(() => undefined);
      if (answer !== undefined && answer.status < 300) {
        if (answer.status === 202) receipts.push(answer.body.see);
        return;
      }
      // A body of nothing but what cannot be read is never taken, and is not sent.
      const status = answer?.status ?? ('no answer' as const);
      if (typeof status === 'number' && status < 500 && status !== 429) throw new Error(`${status} ${answer?.text}`);
      again.set(status, (again.get(status) ?? 0) + 1);
      const waitS = Number(answer?.headers.get('retry-after') ?? 1);
      await new Promise((resolve) => setTimeout(resolve, waitS * 1000));
    }
  }
  let offeredMs = 0;
  const inTurn = async (body: object, index: number) => {
    await new Promise((resolve) => setTimeout(resolve, (storm.withinMs * index) / bodies.length));
    offeredMs = performance.now() - began;
    await one(body);
  };
  await Promise.all(bodies.map(inTurn));
  return { receipts, again: Object.fromEntries(again), offeredMs, sentMs: performance.now() - began };
}

/** The alarms of a storm that have joined the incident of each of its components. */
async function joinedOf(sender: Sender, storm: Storm): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const component of storm.components) {
    const incident = await sender.about(component);
    if (incident === undefined) continue;
    const { body } = await sender.system.get(`/v1/incidents/${incident.id}`);
    const keys = (body.joined as { key: string }[]).map(({ key }) => key.split('@')[0]!);
    found.set(incident.id, new Set(keys.filter((key) => key.startsWith(`${storm.name}-`))));
  }
  return found;
}

/**
 * Waits until every alarm of a storm stands beside one of its three incidents, and each of these has its first post on X,
 * once. Resolves with the incidents, and how long after the first look the last alarm and the last post were there.
 */
export async function stormIsTaken(
  sender: Sender,
  storm: Storm,
): Promise<{ incidents: string[]; takenMs: number; postedMs: number }> {
  const began = performance.now();
  let seen = new Map<string, Set<string>>();
  const count = () => [...seen.values()].reduce((sum, keys) => sum + keys.size, 0);
  await until(
    `all ${storm.alarms} alarms of ${storm.name}`,
    async () => {
      seen = await joinedOf(sender, storm);
      return seen.size === 3 && count() === storm.alarms;
    },
    { why: () => `${count()} of them are beside ${seen.size} incidents\n${sender.system.said()}` },
  );
  const takenMs = performance.now() - began;
  const incidents = [...seen.keys()];
  // A post in the middle of which all is killed is looked for during three minutes before it is sent again (docs/adr/0007).
  await until(
    'a first post about each',
    async () => {
      const threads = await Promise.all(incidents.map((id) => sender.system.thread(id)));
      return threads.every(({ length }) => length > 0);
    },
    { ms: 300_000 },
  );
  return { incidents, takenMs, postedMs: performance.now() - began };
}
