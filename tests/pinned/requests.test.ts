import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';
import { type RunningSystem, runningSystem } from './running-system.ts';

// What a call of the API asks of AWS, request by request: each is billed, and waited for. Who somebody is, whether they have
// left and what colleagues call them comes with the item that counts their requests anyway, and costs none.

let system: RunningSystem;
let id: string;

beforeAll(async () => {
  system = await runningSystem();
  ({ id } = await system.call('POST', '/v1/incidents', {
    title: 'Logins fail',
    impact: 'major',
    components: [{ id: 'website', status: 'partial_outage' }],
    message: 'Half of the logins fail.',
  }));
  // What a process reads once (secrets, the busy hours, who behind a machine) is no matter of a call.
  await system.call('GET', `/v1/incidents/${id}`);
});
afterAll(() => system.stop());

/** The first and the last key of a range that a query reads. */
const LAST = '\u{10ffff}';

/** Channels that go by keys each say how their account stands, and what they would be told. */
const NETWORKS = KEYED_CHANNELS.map(({ name }) => name);
const ACCOUNTS = NETWORKS.map((name) => `GetItem ACCOUNT#${name} STATE`);

/** The first of the channels, of which all lie side by side. */
const FIRST = [...NETWORKS, 'hooks'].toSorted()[0];

const COUNTED = 'UpdateItem CLIENT#person:ada BUCKET';

describe('a call of the API asks AWS', () => {
  it('to read an incident: ten times, two of them for the channels that tell each person, and twice for each network', async () => {
    expect(await system.requestsOf(() => system.call('GET', `/v1/incidents/${id}`))).toEqual(
      [
        ...ACCOUNTS,
        // What X says of its posts, and below what it was told: the apology that goes out if nobody speaks is shown as it would be.
        'GetItem ACCOUNT#x STATE',
        // Whether somebody writes: until when the apology waits.
        `GetItem INCIDENT#${id} HOLD`,
        // Frozen, the modes of the channels, and who is reached: once for the incident, once by each channel that is asked.
        ...['the incident', 'x', 'mail', 'hooks', ...NETWORKS].map(() => 'GetItem SITE CONTROL'),
        // What waits for a second person.
        `Query DRAFTS DRAFT# DRAFT#${LAST}`,
        // Entries, deliveries, handover and follow-ups: they lie side by side.
        `Query INCIDENT#${id} DELIVERY#${FIRST}# DELIVERY#x#${LAST}`,
        `Query INCIDENT#${id} DELIVERY#${FIRST}# REMINDER#${LAST}`,
        // Counts the request, and says with it whether its sender has left or signed out.
        COUNTED,
      ].toSorted(),
    );
  });

  it('to say something: five times', async () => {
    const body = { message: 'We look into it.' };
    expect(await system.requestsOf(() => system.call('POST', `/v1/incidents/${id}/updates`, body))).toEqual([
      // The nudge.
      'PutEvents',
      // The entry.
      `PutItem INCIDENT#${id} ENTRY#0002`,
      // The chain that it is decided on.
      `Query INCIDENT#${id} ENTRY# ENTRY#${LAST}`,
      // The look, in case the nudge is lost.
      'SendMessageBatch',
      COUNTED,
    ]);
  });

  it('for what is on the switches: seven times, the least that there is with X and those who tell each person, and once for each network', async () => {
    expect(await system.requestsOf(() => system.call('GET', '/v1/control'))).toEqual(
      [
        ...ACCOUNTS,
        'GetItem ACCOUNT#hooks PACE',
        'GetItem ACCOUNT#hooks STATE',
        'GetItem ACCOUNT#mail PACE',
        'GetItem ACCOUNT#mail STATE',
        'GetItem ACCOUNT#x STATE',
        'GetItem SITE CONTROL',
        COUNTED,
      ].toSorted(),
    );
  });
});
