import { describe, expect, it } from 'vitest';
import type { Gate } from '../../shared/core/subscribers/account.ts';
import type { Mail, MailAnswer, Mailer } from '../../shared/ports/mailer.ts';

/** What arrived in a mailbox. */
export type Arrived = Pick<Mail, 'to' | 'subject' | 'text' | 'html' | 'headers'> & { calendar?: string };

/** A way for an attempt to go wrong. */
export type Misfortune = 'throttled' | 'lost before' | 'lost after' | Exclude<Gate, 'unverified'>;

export type Given = {
  mailer: Mailer;
  /** Oldest first. */
  arrived: () => readonly Arrived[];
  /** From now on, for one attempt at least. */
  goWrong: (how: Misfortune) => void;
};

/** A mailer whose account may send `perSecond` mails at once, and that many more a second. */
export type MakeMailer = (perSecond: number) => Promise<Given>;

export const anUpdate: Mail = {
  from: 'Beispiel, Störungen <status@status.example.com>',
  to: 'grace@example.org',
  subject: 'Störung: API “langsam” · investigating',
  text: 'We are looking into it.\n\nNext update by 14:00 UTC.',
  html: '<p>We are looking into it.</p>',
  headers: [
    { name: 'List-Unsubscribe', value: '<https://status.example.com/s/u/abc>' },
    { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    { name: 'References', value: '<incident-i1@status.example.com>' },
  ],
  tags: { incident: 'i1', seq: '1', subscriber: 'abc', attempt: '1', stage: 'first' },
};

/** What every mailer must do, whoever carries the mail. */
export function mailerContract(make: MakeMailer) {
  describe('a mailer', () => {
    it('sends a mail as it was given, under an id of its own', async () => {
      const { mailer, arrived } = await make(14);
      const calendar = 'BEGIN:VCALENDAR\r\nSUMMARY:Wartung für alle\r\nEND:VCALENDAR\r\n';
      const answer = await mailer.send({ ...anUpdate, calendar });
      expect(answer).toEqual({ is: 'taken', id: expect.stringMatching(/./) });
      const { to, subject, text, html, headers } = anUpdate;
      expect(arrived()).toEqual([
        expect.objectContaining({ to, subject, text, html, calendar, headers: expect.arrayContaining([...headers]) }),
      ]);
    });

    it('knows no mail again: sent twice, it arrives twice', async () => {
      const { mailer, arrived } = await make(14);
      const answers = [await mailer.send(anUpdate), await mailer.send(anUpdate)];
      expect(new Set(answers.map((answer) => 'id' in answer && answer.id)).size).toBe(2);
      expect(arrived()).toHaveLength(2);
    });

    it.each(['ada', 'ada lovelace@example.org', 'ada@example'])(
      'refuses to send to %j, and does not repeat it',
      async (to) => {
        const { mailer, arrived } = await make(14);
        expectWithoutAddress(await mailer.send({ ...anUpdate, to }), 'refused');
        expect(arrived()).toEqual([]);
      },
    );

    it('says what was beyond the rate, and has not sent it', async () => {
      const { mailer, arrived } = await make(2);
      const answers = await Promise.all(Array.from({ length: 6 }, () => mailer.send(anUpdate)));
      const taken = answers.filter(({ is }) => is === 'taken').length;
      expect(taken).toBeGreaterThanOrEqual(2);
      expect(arrived()).toHaveLength(taken);
      for (const answer of answers.filter(({ is }) => is !== 'taken')) expectWithoutAddress(answer, 'not-now');
    });

    it('says that it is throttled, and has not sent it', async () => {
      const { mailer, arrived, goWrong } = await make(14);
      goWrong('throttled');
      expectWithoutAddress(await mailer.send(anUpdate), 'not-now');
      expect(arrived()).toEqual([]);
    });

    it.each(['sandbox', 'paused', 'suspended', 'quota'] as const)(
      'takes nothing while the gate is %s',
      async (gate) => {
        const { mailer, arrived, goWrong } = await make(14);
        goWrong(gate);
        const answer = await mailer.send(anUpdate);
        expect(answer).toMatchObject({ is: 'closed', gate });
        expectWithoutAddress(answer, 'closed');
        expect(arrived()).toEqual([]);
      },
    );

    it.each([
      ['lost before', 0],
      ['lost after', 1],
    ] as const)('does not know of a mail whose answer was %s that it was sent', async (how, sent) => {
      const { mailer, arrived, goWrong } = await make(14);
      goWrong(how);
      expectWithoutAddress(await mailer.send(anUpdate), 'unknown');
      expect(arrived()).toHaveLength(sent);
    });

    it('tells what the account may send, and counts what it did', async () => {
      const { mailer } = await make(14);
      const before = await mailer.quota();
      expect(before).toEqual({
        perSecond: 14,
        perDay: 50_000,
        sentToday: 0,
        sandbox: false,
        sendingEnabled: true,
        enforcement: 'HEALTHY',
      });
      await mailer.send(anUpdate);
      expect((await mailer.quota()).sentToday).toBe(1);
    });

    it.each([
      ['sandbox', { sandbox: true }],
      ['paused', { sendingEnabled: false }],
      ['suspended', { enforcement: 'SHUTDOWN' }],
    ] as const)('tells of an account that is %s', async (gate, told) => {
      const { mailer, goWrong } = await make(14);
      goWrong(gate);
      expect(await mailer.quota()).toMatchObject(told);
    });
  });
}

function expectWithoutAddress(answer: MailAnswer, is: MailAnswer['is']): void {
  expect(answer.is).toBe(is);
  expect(JSON.stringify(answer)).not.toMatch(/grace|@/);
}
