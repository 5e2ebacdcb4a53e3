import { describe, expect, it } from 'vitest';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../shared/adapters/memory/follow-ups.ts';
import { memoryHandovers } from '../../shared/adapters/memory/handovers.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryMachines } from '../../shared/adapters/memory/machines.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { remind } from '../../shared/app/remind/remind.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { ReminderMessage } from '../../shared/ports/reminders.ts';
import { nobodyListed } from '../support/nobody-listed.ts';
import { at, opened, policy, type Step, toldReported, update } from '../support/story.ts';

async function house(...steps: readonly Step[]) {
  let now = at('10:00');
  const table = memoryTable();
  const clock = { now: () => now };
  const log = memoryLog({ table, clock, indexLagMs: () => 0 });
  for (const entry of toldReported(...steps).entries) await log.append(entry, undefined);
  const messages: ReminderMessage[] = [];
  const control = memoryControl(table);
  const ports = {
    ...nobodyListed(),
    warn: () => undefined,
    log,
    control,
    reminders: memoryReminders(table),
    targets: [
      {
        name: 'inbox',
        personal: true,
        confirmed: async () => true,
        send: async (message: ReminderMessage) => void messages.push(message),
      },
    ],
    recipients: { commander: 'ada', deputy: 'grace', escalation: 'on-call' },
    approver: 'olga',
    drafts: memoryDrafts(),
    handovers: memoryHandovers(),
    machines: memoryMachines(),
    followUps: memoryFollowUps(),
    clock,
    policy,
    voice: spoken,
    links: { key: async () => 'k'.repeat(64), opsUrl: 'https://ops.example', warn: () => undefined },
    places: { consoleUrl: 'https://ops.example/console', siteUrl: 'https://status.example' },
  };
  return {
    ports,
    log,
    control,
    messages,
    at: async (clockText: string) => {
      now = at(clockText);
      await remind(ports, 'i1');
    },
  };
}

describe('reminding', () => {
  it('says what is due, when, and what happens otherwise, once', async () => {
    const { at: when, messages } = await house(opened('10:00', { nextUpdateBy: '10:30' }));
    await when('10:15');
    await when('10:16');
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      kind: 'reminder',
      to: 'ada',
      incident: 'i1',
      promise: 'nextUpdateBy',
      subject: 'Due in 15 min: the next update',
    });
    expect(messages[0]?.text).toBe(
      'The next update for “Logins fail” is due by 10:30 UTC, in 15 min. If nobody posts, an apology goes out by itself.',
    );
  });

  it('sends nothing for what a person did between the look and the sending', async () => {
    const { at: when, ports, log, messages } = await house(opened('10:00', { nextUpdateBy: '10:30' }));
    const answered = toldReported(opened('10:00', { nextUpdateBy: '10:30' }), update('10:14'));
    const claim = ports.reminders.claim;
    ports.reminders.claim = async (...args) => {
      const [, second] = answered.entries;
      const first = (await log.load('i1'))[0];
      await log.append({ ...(second as NonNullable<typeof second>), prev: first?.hash ?? null }, undefined);
      return claim(...args);
    };
    await when('10:15');
    expect(messages).toEqual([]);
  });

  it('gives a person the text that the pipeline may not post: frozen, or too late', async () => {
    const frozen = await house(opened('10:00', { nextUpdateBy: '10:30' }));
    await frozen.control.freeze({ since: at('10:00'), reason: 'drill', by: 'ada' });
    await frozen.at('10:33');
    expect(frozen.messages.at(-1)).toMatchObject({ kind: 'page', to: 'on-call' });
    expect(frozen.messages.at(-1)?.text).toContain(
      'A text that you may post: At 10:00 UTC we promised an update by 10:30 UTC.',
    );

    const late = await house(opened('10:00', { nextUpdateBy: '10:30' }));
    await late.at('12:00');
    expect(late.messages.at(-1)?.text).toContain('we promised an update by 10:30 UTC');
  });

  it('is still owed when no target took it', async () => {
    const { at: when, ports, messages } = await house(opened('10:00', { nextUpdateBy: '10:30' }));
    const [target] = ports.targets;
    const send = target?.send as (message: ReminderMessage) => Promise<void>;
    (target as { send: typeof send }).send = async () => {
      throw new Error('SNS is down');
    };
    await expect(when('10:15')).rejects.toThrow('no reminder target took the message');
    (target as { send: typeof send }).send = send;
    await when('10:17');
    expect(messages).toHaveLength(1);
  });
});
