import { describe, expect, it } from 'vitest';
import { carriedByMail, type MailWordsPorts, mailOf } from '../../shared/app/subscribers/mail.ts';
import { spoken } from '../../shared/config/voice.ts';
import { readSubscriberLink } from '../../shared/core/subscribers/subscriber-link.ts';
import type { Letter } from '../../shared/ports/letters.ts';
import type { Mail } from '../../shared/ports/mailer.ts';
import { chainOf, draft, incidentOf, opening, TEN_O_CLOCK } from '../support/entries.ts';
import { follower } from './telling-house.ts';

const KEY = 'k'.repeat(64);
const SITE = 'https://status.example.com';

const ports: MailWordsPorts = {
  voice: spoken,
  house: { name: 'Example Cloud', contact: [] },
  names: new Map([['api', 'API']]),
  siteUrl: SITE,
  sender: { from: 'Example Status <status@status.example.com>', replyTo: 'support@example.com' },
  subscriberKey: async () => KEY,
  titleOf: async (id) => `what ${id} is called`,
  clock: { now: () => TEN_O_CLOCK },
};

function letterAbout(drafts = [opening(), draft()], more: Partial<Letter> = {}): Letter {
  const incident = incidentOf(chainOf('i1', drafts));
  return {
    person: follower('ada', { zone: 'Europe/Berlin' }),
    incident,
    entry: incident.entries.at(-1)!,
    before: [],
    attempt: 'a1',
    ...more,
  };
}

const header = (mail: Mail, name: string) => mail.headers.find((one) => one.name === name)?.value ?? '';

describe('a mail to a subscriber', () => {
  it('is theirs alone, and says by its tags whose it is and of what, without an address', async () => {
    const mail = (await mailOf(ports, letterAbout()))!;
    expect(mail).toMatchObject({ to: 'ada@example.com', from: ports.sender.from, replyTo: 'support@example.com' });
    expect(mail.tags).toEqual({ subscriber: letterAbout().person.id, incident: 'i1', seq: '2', attempt: 'a1' });
    expect(`${mail.subject}${mail.text}${mail.html}${JSON.stringify(mail.headers)}`).not.toContain('ada@example.com');
  });

  it('ends the subscription by a link that is theirs, holds for ever, and can do nothing else', async () => {
    const mail = (await mailOf(ports, letterAbout()))!;
    const [, token = ''] =
      /^<https:\/\/status\.example\.com\/s\/u\/([^>]+)>$/.exec(header(mail, 'List-Unsubscribe')) ?? [];
    const { id } = letterAbout().person;
    expect(readSubscriberLink(token, 'leave', KEY, '2099-01-01T00:00:00.000Z')).toEqual({
      purpose: 'leave',
      channel: 'mail',
      id,
    });
    expect(readSubscriberLink(token, 'change', KEY, TEN_O_CLOCK)).toBe('forged');
    expect(header(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(header(mail, 'References')).toBe('<incident-i1@status.example.com>');
  });

  it('says where a merged incident goes on', async () => {
    const merged = draft({ kind: 'merged', status: 'resolved', into: 'i7' });
    expect((await mailOf(ports, letterAbout([opening(), merged])))?.text).toContain('what i7 is called');
  });

  it('that pauses proves no statement, and says until when', async () => {
    const mail = (await mailOf(ports, letterAbout(undefined, { pausedUntil: '2026-11-22T11:00:00.000Z' })))!;
    expect(mail.tags).toEqual({ subscriber: letterAbout().person.id, kind: 'pause' });
    expect(mail.text).toContain('11:00 UTC');
  });

  it('that cannot be written is refused, and a drill is never written', async () => {
    const warned: string[] = [];
    const sent: Mail[] = [];
    const mailer = {
      send: async (mail: Mail) => {
        sent.push(mail);
        return { is: 'taken', id: 'm1' } as const;
      },
    };
    const warn = (message: string) => {
      warned.push(message);
    };
    const broken = carriedByMail({ ...ports, mailer, warn, subscriberKey: () => Promise.reject(new Error('no key')) });
    expect(await broken(letterAbout())).toMatchObject({ is: 'refused' });
    const carry = carriedByMail({ ...ports, mailer, warn });
    expect(await carry(letterAbout([opening({ private: { handling: 'drill' } })]))).toMatchObject({ is: 'refused' });
    expect(sent).toEqual([]);
    expect(warned.join()).not.toContain('@');
    expect(await carry(letterAbout())).toEqual({ is: 'taken', receipt: 'm1' });
  });
});
