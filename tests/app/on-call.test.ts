import { describe, expect, it } from 'vitest';
import { peopleFor } from '../../shared/app/remind/on-call.ts';
import { sendToAll } from '../../shared/app/remind/send-to-all.ts';
import type { ReminderMessage, ReminderTarget } from '../../shared/ports/reminders.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import { nobodyListed } from '../support/nobody-listed.ts';

/** A place where messages arrive, or that refuses them. */
function target(name: string, { refuses = false, personal = true } = {}) {
  const got: ReminderMessage[] = [];
  const send = async (message: ReminderMessage) => {
    if (refuses) throw new Error(`${name} is away`);
    got.push(message);
  };
  return { name, personal, confirmed: async () => true, send, got } satisfies ReminderTarget & { got: unknown };
}

const notice = { subject: 'X takes no posts', text: 'Its credits are used up.' };
const tellWith = (targets: readonly ReminderTarget[]) =>
  peopleFor({
    ...nobodyListed(),
    targets,
    recipients: { commander: 'on-call', deputy: 'deputy', escalation: 'escalation' },
    approver: 'approver',
    policy: {},
    clock: { now: () => TEN_O_CLOCK },
    warn: () => undefined,
    siteUrl: 'https://status.example',
    consoleUrl: 'https://ops.example/console',
  });

describe('the people on call', () => {
  it('are told what a channel has to say, with where to look', async () => {
    const phone = target('phone');
    const { page, mail } = tellWith([phone]);
    await page('i1', notice);
    await mail('i1', notice);
    const links = ['https://ops.example/console/incidents/i1', 'https://status.example/incidents/i1'];
    const message = { ...notice, to: 'on-call', incident: 'i1', links };
    expect(phone.got).toEqual([
      { ...message, kind: 'page' },
      { ...message, kind: 'mail' },
    ]);
  });

  it('are told if one target of several takes it, and not told if none does', async () => {
    const phone = target('phone');
    await tellWith([target('pager', { refuses: true }), phone]).page('i1', notice);
    expect(phone.got).toHaveLength(1);
    const nobody = tellWith([target('pager', { refuses: true }), target('phone', { refuses: true })]).page(
      'i1',
      notice,
    );
    await expect(nobody).rejects.toMatchObject({
      message: 'no reminder target took the message',
      errors: [{ message: 'pager is away' }, { message: 'phone is away' }],
    });
  });
});

describe('a reminder to all', () => {
  const message: ReminderMessage = { kind: 'reminder', to: 'ada', incident: 'i1', ...notice, links: [] };
  const actions = [{ label: 'On it', url: 'https://ops.example/a/t' }];

  it('carries what acts without a sign-in to persons alone', async () => {
    const [phone, room] = [target('phone'), target('room', { personal: false })];
    await sendToAll([phone, room], message, actions);
    expect([phone.got, room.got]).toEqual([[{ ...message, actions }], [message]]);
    await sendToAll([phone], message, []);
    expect(phone.got[1]).toEqual(message);
  });

  it('is still owed only when every target has refused it', async () => {
    const away = target('pager', { refuses: true });
    await sendToAll([away, target('phone')], message, []);
    await expect(sendToAll([away], message, [])).rejects.toMatchObject({
      message: 'no reminder target took the message',
      errors: [{ message: 'pager is away' }],
    });
  });
});
