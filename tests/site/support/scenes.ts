import { type PublicIncident, publicIncident } from '../../../shared/core/public-incident.ts';
import { scheduled, worked } from '../../support/maintenance-story.ts';
import { type Look, look, type Step, toldReported } from '../../support/story.ts';
import { at, type Said, story } from './story.ts';

/** Situations that a customer may meet, each with the time at which it is looked at. */
export const scenes: Record<string, { now: string; incidents: PublicIncident[] }> = {
  empty: { now: '14:00', incidents: [] },
  quiet: { now: '18:00', incidents: [resolvedEarlier()] },
  outage: { now: '14:42:30', incidents: [missedPromise(), resolvedEarlier()] },
  silent: { now: '17:10', incidents: [goneQuiet(), resolvedEarlier()] },
  monitoring: { now: '15:20', incidents: [watched(), resolvedEarlier()] },
  over: { now: '15:20', incidents: [ownedUp(), resolvedEarlier()] },
  brief: { now: '14:00:05', incidents: [short()] },
  planned: { now: '14:00', incidents: [upgrade()] },
  maintenance: { now: '22:10', incidents: [upgrade(begun()), resolvedEarlier()] },
  overrun: { now: '23:04', incidents: [upgrade(begun(), look('23:02'))] },
};

/** A promise of seconds, and words that no line can hold. */
function short(): PublicIncident {
  const long = `https://status.example.com/${'unbroken'.repeat(15)}`;
  const words = { title: `Uploads to ${long} fail`, message: `See ${long} and \`${long}\`.`, workaround: long };
  return story('b0', [
    '14:00',
    { ...words, components: [{ id: 'api', status: 'major_outage' }], promises: { nextUpdateBy: at('14:00:35') } },
  ]);
}

function begun(): Step {
  return worked('22:00', 'in_progress', {
    message: 'We have begun. Writes to the database stop for some seconds while we switch over; reads go on.',
  });
}

/** Work on the database that was announced in the morning, and what came of it. */
function upgrade(...steps: readonly (Step | Look)[]): PublicIncident {
  return publicIncident(toldReported(scheduled('10:00'), ...steps));
}

function resolvedEarlier(): PublicIncident {
  return story(
    'k3v9q2x8m1zd',
    [
      '09:10',
      {
        title: 'Webhooks arrive late',
        impact: 'minor',
        happenedAt: at('08:55'),
        message: 'Webhooks are delivered up to **20 minutes** late. None is lost; they wait in a queue.',
        components: [{ id: 'webhooks', status: 'degraded_performance' }],
        promises: { nextUpdateBy: at('09:40') },
      },
    ],
    [
      '09:36',
      {
        status: 'identified',
        message: 'A worker pool ran out of connections. We are adding capacity.',
        promises: { nextUpdateBy: at('10:10'), restoreBy: at('10:30') },
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ],
    [
      '10:04',
      {
        status: 'monitoring',
        message: 'The queue is draining. New webhooks arrive within a minute.',
        components: [{ id: 'webhooks', status: 'operational' }],
        promises: { nextUpdateBy: at('11:00') },
        settles: [
          { seq: 2, promise: 'nextUpdateBy', as: 'kept' },
          { seq: 2, promise: 'restoreBy', as: 'kept' },
        ],
      },
    ],
    [
      '10:41',
      {
        kind: 'resolved',
        status: 'resolved',
        message: 'The queue is empty. Delayed webhooks were delivered; we checked 40 of them by hand.',
        settles: [{ seq: 3, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ],
  );
}

function missedPromise(...then: readonly [string, Said][]): PublicIncident {
  return story(
    'a81kd02mfx7p',
    [
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
    ],
    [
      '13:54',
      {
        status: 'identified',
        message: 'A database failover did not finish. We are completing it by hand.',
        promises: { nextUpdateBy: at('14:15'), restoreBy: at('14:30') },
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ],
    [
      '14:16',
      {
        kind: 'apology',
        automated: true,
        message:
          'We promised you an update by 14:15 UTC. You did not hear from us, and we are sorry. The last word, at 13:54 UTC: “A database failover did not finish. We are completing it by hand.” The next update comes by 14:35 UTC.',
        promises: { nextUpdateBy: at('14:35') },
        settles: [{ seq: 2, promise: 'nextUpdateBy', as: 'slipped' }],
      },
    ],
    [
      '14:20',
      {
        kind: 'correction',
        corrects: 1,
        message:
          'We wrote that most sign-ins fail. It is about one in three; see [the graph](https://status.example.com/graphs?from=13:00&to=14:20).',
      },
    ],
    ...then,
  );
}

/** The same outage when it was over: one update came late, and so did the service. */
function ownedUp(): PublicIncident {
  return missedPromise(
    [
      '14:33',
      {
        status: 'monitoring',
        message: 'The failover is complete, and sign-ins succeed again. Please try it; we are watching.',
        components: [
          { id: 'api', status: 'operational' },
          { id: 'website', status: 'operational' },
        ],
        promises: { nextUpdateBy: at('15:30') },
        settles: [
          { seq: 3, promise: 'nextUpdateBy', as: 'kept' },
          { seq: 2, promise: 'restoreBy', as: 'slipped' },
        ],
      },
    ],
    [
      '15:05',
      {
        kind: 'resolved',
        status: 'resolved',
        message:
          'Nothing has failed for half an hour. It began at 13:31 UTC with a failover that stopped halfway; how that came about we will write here.',
        promises: { reportBy: '2026-11-25T17:00:00.000Z' },
        settles: [{ seq: 5, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ],
  );
}

function goneQuiet(): PublicIncident {
  return story(
    'q7r5t1y9w3oc',
    [
      '14:00',
      {
        title: 'Uploads fail',
        impact: 'major',
        message: 'Uploads over 10 MB fail.',
        components: [{ id: 'website', status: 'partial_outage' }],
        promises: { nextUpdateBy: at('14:15') },
      },
    ],
    [
      '14:17',
      {
        kind: 'apology',
        automated: true,
        message: 'We promised you an update by 14:15 UTC. You did not hear from us, and we are sorry.',
        promises: { nextUpdateBy: at('14:47') },
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
      },
    ],
    [
      '14:49',
      {
        kind: 'apology',
        automated: true,
        message: 'We have now missed two updates. We will not give you another time until a person can keep it.',
        promises: { nextUpdateBy: null },
        settles: [{ seq: 2, promise: 'nextUpdateBy', as: 'slipped' }],
      },
    ],
  );
}

function watched(): PublicIncident {
  return story(
    'z4n8b6v2c0xs',
    [
      '14:00',
      {
        title: 'Search returns old results',
        impact: 'minor',
        message: 'Search shows what was there an hour ago.',
        components: [{ id: 'api', status: 'degraded_performance' }],
        promises: { nextUpdateBy: at('14:30') },
      },
    ],
    [
      '14:36',
      {
        status: 'identified',
        message: 'The index stopped taking changes.',
        promises: { nextUpdateBy: at('15:10'), restoreBy: at('15:00') },
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
      },
    ],
    [
      '15:06',
      {
        status: 'monitoring',
        message: 'Search is current again. If you still see old results, reload the page.',
        components: [{ id: 'api', status: 'operational' }],
        promises: { nextUpdateBy: at('16:06') },
        settles: [
          { seq: 2, promise: 'nextUpdateBy', as: 'kept' },
          { seq: 2, promise: 'restoreBy', as: 'kept' },
        ],
      },
    ],
  );
}
