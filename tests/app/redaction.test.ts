import { describe, expect, it } from 'vitest';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { acceptForIncident, type IncomingCommand } from '../../shared/api/accept.ts';
import { spoken } from '../../shared/config/voice.ts';
import { findChainFault, type LogLine, logLine } from '../../shared/core/chain.ts';
import { at, look, opened, policy, toldReported } from '../support/story.ts';

const SECRET = 'Mail a.person at our office.';

async function withAnApologyThatQuotes() {
  const clock = { now: () => at('10:30') };
  const log = memoryLog({ clock });
  for (const entry of toldReported(opened('10:00', { message: SECRET }), look('10:17')).entries)
    await log.append(entry, undefined);
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
    components: new Set<string>(),
  };
  const body = { seq: 1, reason: 'personal-data' };
  const request: IncomingCommand = {
    method: 'POST',
    path: '/v1/incidents/i1/redactions',
    text: JSON.stringify(body),
    body,
    subject: 'ada',
    door: 'signed-in',
    actor: 'ada',
    idempotencyKey: 'k1',
    ifMatch: undefined,
  };
  const again = (idempotencyKey: string) =>
    acceptForIncident(ports, { ...request, idempotencyKey }, 'i1', 'redactions');
  return { log, redact: () => again('k1'), again, ports };
}

describe('a redaction', () => {
  it('removes the text, and every apology that quotes it, as the word of a person, and the chain still verifies', async () => {
    const { log, redact } = await withAnApologyThatQuotes();
    expect((await log.load('i1'))[1]?.content?.message).toContain(SECRET);
    await redact();
    const lines: LogLine[] = (await log.load('i1')).map(logLine);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(lines.map((line) => line.kind)).toEqual(['opened', 'apology', 'redaction', 'redaction']);
    expect(lines.slice(2).map((line) => line.automated)).toEqual([false, false]);
    expect(findChainFault(lines)).toBeUndefined();
  });

  it('that was cut short by a crash is completed by repeating it', async () => {
    const { log, redact, ports } = await withAnApologyThatQuotes();
    const remove = ports.log.redact;
    ports.log.redact = async () => {
      throw new Error('the process is gone');
    };
    await expect(redact()).rejects.toThrow();
    ports.log.redact = remove;
    await redact();
    const lines = (await log.load('i1')).map(logLine);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(findChainFault(lines)).toBeUndefined();
  });

  it('that was asked for before adds nothing, and removes what a crash had left', async () => {
    const { log, redact, again } = await withAnApologyThatQuotes();
    await redact();
    const before = await log.load('i1');
    expect(await again('k2')).toMatchObject({ status: 200, body: { unchanged: true } });
    expect(await log.load('i1')).toEqual(before);
    expect(await again('k1')).toMatchObject({ status: 201 });
  });

  it('that a crash cut short behind its entry is completed by whoever asks for it again, with another key', async () => {
    const { log, redact, ports, again } = await withAnApologyThatQuotes();
    const remove = ports.log.redact;
    ports.log.redact = async () => {
      throw new Error('the process is gone');
    };
    await expect(redact()).rejects.toThrow();
    ports.log.redact = remove;
    expect(await again('k2')).toMatchObject({ status: 200, body: { unchanged: true } });
    expect(JSON.stringify(await log.load('i1'))).not.toContain(SECRET);
  });
});
