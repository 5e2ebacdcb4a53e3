import { spoken } from '../../../shared/config/voice.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { evolve } from '../../../shared/core/evolve.ts';
import { type Incident, type ReportedIncident, unreported } from '../../../shared/core/incident.ts';
import type { MailWords } from '../../../shared/wording/mail/letter.ts';
import { changeLinkMail, confirmMail, ownerMail, pauseMail } from '../../../shared/wording/mail/letters.ts';
import { updateMail } from '../../../shared/wording/mail/update.ts';
import type { UpdateView } from '../../../shared/wording/mail/view.ts';
import type { Voice } from '../../../shared/wording/sentences.ts';
import { at, entriesOf, type Said } from '../../site/support/story.ts';

const SITE = 'https://status.example.com';

/** What a mail is made from where the example does not say it. */
export function viewOf(incident: ReportedIncident, said: Partial<UpdateView> = {}): UpdateView {
  return {
    incident,
    entry: incident.entries.at(-1) as Entry,
    toldBefore: true,
    reader: { level: 'all', zone: 'Europe/Vienna' },
    house: {
      name: 'Example Cloud',
      contact: [
        {
          label: 'Write to support',
          href: 'mailto:help@example.com',
          hours: 'Mon to Fri, 8:00 to 18:00',
          timeZone: 'Europe/Vienna',
        },
      ],
    },
    names: new Map([
      ['api', 'API'],
      ['website', 'Website'],
    ]),
    addresses: {
      page: `${SITE}/incidents/${incident.id}`,
      unsubscribe: `${SITE}/s/u/k3v9q2x8m1zd`,
      change: `${SITE}/s/m/k3v9q2x8m1zd`,
      listId: 'updates.status.example.com',
      incidentRef: `incident-${incident.id}@status.example.com`,
      sender: 'status@status.example.com',
    },
    now: incident.head.at,
    ...said,
  };
}

/** A text without its line breaks. */
export const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The mail about `incident` at its newest statement. */
export function mailOf(incident: ReportedIncident, said: Partial<UpdateView> = {}): MailWords {
  const mail = updateMail(spoken, viewOf(incident, said));
  if (mail === undefined) throw new Error('nobody is told of this');
  return mail;
}

/** What is said, and when: `['13:40', { message: '…' }]`. */
export type Statement = [clock: string, said: Said];

/** An incident of these statements, each at its time. */
export const incidentOf = (...said: readonly Statement[]): ReportedIncident =>
  entriesOf('a81kd02mfx7p', ...said).reduce<Incident>(evolve, unreported('a81kd02mfx7p')) as ReportedIncident;

const OPENED: Statement = [
  '13:40',
  {
    title: 'Sign-in and API requests fail',
    impact: 'critical',
    happenedAt: at('13:31'),
    message: 'Most sign-ins fail with error 503, and so do API requests. We are looking for the cause.',
    components: [
      { id: 'api', status: 'major_outage' },
      { id: 'website', status: 'partial_outage' },
    ],
    promises: { nextUpdateBy: at('13:55') },
    workaround: 'If you are signed in, stay signed in. Requests that you repeat after a minute often succeed.',
  },
];
const IDENTIFIED: Statement = [
  '13:54',
  {
    status: 'identified',
    message: 'A database failover did not finish. We are completing it by hand.',
    promises: { nextUpdateBy: at('14:15'), restoreBy: at('14:30') },
    settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
  },
];
const APOLOGY: Statement = [
  '14:16',
  {
    kind: 'apology',
    automated: true,
    message:
      'At 13:54 UTC we promised an update by 14:15 UTC. You did not hear from us in time, and we are sorry. Our last word, 13:54 UTC: “A database failover did not finish.” Next update by 14:35 UTC.',
    promises: { nextUpdateBy: at('14:35') },
    settles: [{ seq: 2, promise: 'nextUpdateBy', as: 'slipped' }],
  },
];
const WATCHED: Statement = [
  '14:41',
  {
    status: 'monitoring',
    message:
      'The failover is complete, and we see sign-ins succeed. We are watching it. If it still fails for you, tell us.',
    components: [
      { id: 'api', status: 'operational' },
      { id: 'website', status: 'operational' },
    ],
    promises: { nextUpdateBy: at('15:30') },
    settles: [
      { seq: 3, promise: 'nextUpdateBy', as: 'slipped' },
      { seq: 2, promise: 'restoreBy', as: 'slipped' },
    ],
  },
];
const RESOLVED: Statement = [
  '15:20',
  {
    kind: 'resolved',
    status: 'resolved',
    message:
      'It is over: sign-ins and API requests work as before. We do not know yet whether data was affected, and say so here once we do.',
    promises: { reportBy: '2026-11-27T12:00:00.000Z' },
    settles: [{ seq: 4, promise: 'nextUpdateBy', as: 'kept' }],
  },
];

/** One outage, as far as each of its statements. */
export const outage = {
  opened: incidentOf(OPENED),
  identified: incidentOf(OPENED, IDENTIFIED),
  late: incidentOf(OPENED, IDENTIFIED, APOLOGY),
  watched: incidentOf(OPENED, IDENTIFIED, APOLOGY, WATCHED),
  over: incidentOf(OPENED, IDENTIFIED, APOLOGY, WATCHED, RESOLVED),
};

/** The four letters about a subscription, to a reader in São Paulo. */
export function fourLetters(voice: Voice, { again = true, brand = 'Example Cloud', zone = 'America/Sao_Paulo' } = {}) {
  const from = { brand, site: SITE, zone, now: at('14:00') };
  const following = { level: 'ends', components: ['API', 'Website'] } as const;
  const { addresses } = viewOf(outage.opened);
  return {
    confirm: confirmMail(voice, { ...from, following, link: `${SITE}/s/c/abc`, until: '2026-11-24T14:00:00.000Z' }),
    change: changeLinkMail(voice, { ...from, link: `${SITE}/s/m/abc`, until: at('15:00') }),
    owner: ownerMail(voice, {
      ...from,
      host: 'hooks.example.org',
      failing: { since: at('12:00'), times: 10 },
      reason: 'no answer within 10 s',
      ...(again ? { again: `${SITE}/s/m/hook` } : {}),
    }),
    pause: pauseMail(voice, { ...from, mails: 12, until: at('14:40'), reader: { level: 'all' }, addresses }),
  };
}
