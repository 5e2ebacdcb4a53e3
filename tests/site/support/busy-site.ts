import { parseConfig } from '../../../shared/config/parse-config.ts';
import type { PublicIncident } from '../../../shared/core/public-incident.ts';
import type { SiteInput } from '../../../shared/site/context.ts';
import { pastIncidents } from './ninety-days.ts';
import { siteOf } from './site.ts';
import { at, story } from './story.ts';

const GROUPS = ['Platform', 'Data', 'Delivery', 'Account'];
const NAMES = [
  ...['API', 'GraphQL', 'Webhooks', 'Background jobs', 'Scheduler', 'Search'],
  ...['Databases', 'Backups', 'File storage', 'Analytics', 'Exports', 'Imports'],
  ...['Content delivery', 'DNS', 'Mail delivery', 'Push notifications'],
  ...['Sign-in', 'Dashboard', 'Billing', 'Support desk'],
];

const idOf = (name: string) => name.toLowerCase().replaceAll(' ', '-');

/** Twenty components in four groups. */
export const busyConfig = parseConfig({
  brand: { name: 'Example Cloud' },
  mail: { from: 'Example Cloud Status <status@status.example.com>' },
  channels: ['x', 'mail', 'hooks'],
  groups: GROUPS.map((name) => ({ id: idOf(name), name })),
  components: NAMES.map((name, n) => ({
    id: idOf(name),
    name,
    description: `What customers use ${name} for`,
    group: idOf(GROUPS[n < 6 ? 0 : n < 12 ? 1 : n < 16 ? 2 : 3]!),
  })),
  contact: [{ label: 'Mail our support', href: 'mailto:support@example.com', hours: 'every day, 08:00 to 20:00 UTC' }],
});

const OPEN = [
  {
    id: 'q1w2e3r4t5y6',
    title: 'Requests to the API fail in Europe',
    component: 'api',
    words: [
      'Since 13:50 UTC, between a tenth and a fifth of the requests to the European region end with error 503.',
      'A deployment at 13:47 UTC exhausted the connections of the session store. We are rolling it back.',
      'The rollback has reached half of the machines; errors there are back to what is normal on other days.',
      'One of the two remaining groups refuses the old version. We are replacing its machines one by one.',
      'Three quarters of the machines are replaced. What is left answers slowly, and hardly ever with an error.',
    ],
  },
  {
    id: 'a7s8d9f0g1h2',
    title: 'Mail is delivered hours late',
    component: 'mail-delivery',
    words: [
      'Confirmation mails reach customers of two large providers up to three hours late. No mail is lost.',
      'Both providers slow us down because of a campaign that one customer sent this morning. We have paused it.',
      'One provider has lifted its limit. About 40,000 mails still wait for the other, the oldest since 11:20 UTC.',
      'We now send the most urgent mails, sign-in codes and resets, over a second range of addresses.',
      'Sign-in codes arrive within a minute again. The rest of the queue shrinks by a thousand mails a minute.',
    ],
  },
  {
    id: 'z3x4c5v6b7n8',
    title: 'Exports of large tables stop at 2 GB',
    component: 'exports',
    words: [
      'Exports larger than 2 GB stop without an error message. Smaller ones are complete; we compared some by hand.',
      'The limit came with a new version of the archive library on Friday. We are preparing the version before it.',
      'The older library is in test. Exports that stopped will be repeated by us; you need not start them again.',
      'Tests found that the older library cannot read archives of this weekend, so we are patching the new one.',
      'The patch works in test for tables up to 60 GB. We are bringing it to all workers in the next half hour.',
    ],
  },
] as const;

const opened = ({ id, title, component, words }: (typeof OPEN)[number], n: number): PublicIncident =>
  story(
    id,
    ...words.map((message, index): Parameters<typeof story>[1] => [
      `14:${index}${n}`,
      {
        message,
        title,
        status: index === 0 ? 'investigating' : 'identified',
        components: [{ id: component, status: 'partial_outage' }],
        ...(index === 0 ? { workaround: 'Repeat what failed after a minute; most of it succeeds then.' } : {}),
        promises: { nextUpdateBy: at(`14:${index + 1}9`), ...(index === 2 ? { restoreBy: at('15:30') } : {}) },
        settles: index === 0 ? [] : [{ seq: index, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ]),
  );

/** 20 components, 3 open incidents of 5 updates, and a quarter of a year with its bad days: the front page at its heaviest. */
export function busySite(): SiteInput {
  const past = pastIncidents(NAMES.map(idOf), at('14:50'));
  const input = siteOf([...OPEN.map(opened), ...past], '14:50');
  return { ...input, config: busyConfig, siteIndex: { ...input.siteIndex, since: at('2026-08-01T00:00:00.000Z') } };
}
