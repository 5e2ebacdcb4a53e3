import { describe, expect, it } from 'vitest';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { acceptForIncident } from '../../shared/api/accept.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { IncidentCommandName } from '../../shared/contract/incident-command-names.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { refusalDocument } from '../../shared/contract/refusal-document.ts';
import { Refusal } from '../../shared/core/refusal.ts';
import { at, opened, policy, resolved, toldReported } from '../support/story.ts';

/** A log with one open incident, `i1`, and what the API answers to commands on it. */
async function withAnOpenIncident() {
  const clock = { now: () => at('10:05') };
  const log = memoryLog({ clock });
  for (const entry of toldReported(opened('10:00')).entries) await log.append(entry, undefined);
  const ports = {
    log,
    clock,
    policy,
    nudges: memoryNudges(),
    randomness: { salt: () => 'salt' },
    warn: () => {},
    drafts: memoryDrafts(),
    deliveries: memoryDeliveries(),
    reminders: memoryReminders(),
    voice: spoken,
    components: new Set(['api']),
  };
  const answer = async (name: IncidentCommandName, body: object, idempotencyKey?: string) => {
    const text = JSON.stringify(body);
    const who = { subject: 'ada', actor: 'ada', door: 'signed-in' as const, idempotencyKey, ifMatch: undefined };
    try {
      const path = `/v1/incidents/i1/${name}`;
      return (await acceptForIncident(ports, { method: 'POST', path, text, body, ...who }, 'i1', name)).status;
    } catch (error) {
      if (error instanceof Refusal) return refusalDocument(error);
      if (error instanceof Problem) return error.document;
      throw error;
    }
  };
  return { log, answer, kinds: async () => (await log.load('i1')).map(({ kind }) => kind) };
}

const another = async (log: ReturnType<typeof memoryLog>) => {
  for (const entry of toldReported(opened('10:01')).entries) await log.append({ ...entry, incident: 'i2' }, undefined);
};

describe('a merge', () => {
  it('is refused into itself and into what does not exist, and the incident stays open', async () => {
    const { answer, kinds } = await withAnOpenIncident();
    expect(await answer('merge', { into: 'i1' })).toMatchObject({ status: 422, type: 'merge-into-itself' });
    expect(await answer('merge', { into: 'nowhere' })).toMatchObject({
      status: 422,
      type: 'no-such-target',
      errors: [{ field: 'into' }],
    });
    expect(await kinds()).toEqual(['opened']);
  });

  it('is refused into what is over, because nothing continues there', async () => {
    const { log, answer, kinds } = await withAnOpenIncident();
    await another(log);
    await log.append({ ...toldReported(opened('10:01'), resolved('10:02')).entries[1]!, incident: 'i2' }, undefined);
    expect(await answer('merge', { into: 'i2' })).toMatchObject({ status: 422, type: 'no-such-target' });
    expect(await kinds()).toEqual(['opened']);
  });

  it('goes into another incident', async () => {
    const { log, answer, kinds } = await withAnOpenIncident();
    await another(log);
    expect(await answer('merge', { into: 'i2' })).toBe(201);
    expect(await kinds()).toEqual(['opened', 'merged']);
  });
});

describe('a postmortem', () => {
  it('of an open incident is told that it is open, not that it is not', async () => {
    const { answer } = await withAnOpenIncident();
    expect(await answer('postmortem', { message: 'What we learnt.' })).toMatchObject({
      status: 409,
      type: 'still-open',
    });
  });
});

describe('a text', () => {
  it('that nobody can see is refused', async () => {
    const { answer, kinds } = await withAnOpenIncident();
    for (const message of ['', ' \n ', '\u200b\u200d', '\u2060 \u00ad'])
      expect(await answer('updates', { message })).toMatchObject({ status: 422, errors: [{ field: 'message' }] });
    expect(await kinds()).toEqual(['opened']);
  });

  it('that no feed could carry is refused', async () => {
    const { answer } = await withAnOpenIncident();
    for (const message of ['a\u0000b', 'a\u000bb', 'a\u001b[31mb', 'a\uffffb'])
      expect(await answer('updates', { message })).toMatchObject({ status: 422, errors: [{ field: 'message' }] });
  });

  it('may hold lines, tabs, any script and any emoji', async () => {
    const { answer } = await withAnOpenIncident();
    expect(await answer('updates', { message: 'API:\r\n\tdown 👩‍🚒 العربية' })).toBe(201);
  });
});

describe('a number', () => {
  it('that is too small is answered in our words', async () => {
    const { answer } = await withAnOpenIncident();
    expect(await answer('corrections', { corrects: 0, message: 'It was 10.' })).toMatchObject({
      errors: [{ field: 'corrects', reason: 'is too small: at least 1' }],
    });
  });
});
