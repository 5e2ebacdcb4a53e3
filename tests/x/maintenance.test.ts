import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { endWithoutPost } from '../../shared/core/channel/owed.ts';
import { classOf } from '../../shared/core/channel/post-class.ts';
import type { Deliveries, Delivery } from '../../shared/core/delivery.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { wordedForX } from '../../shared/wording/x/post.ts';
import { weightOf } from '../../shared/wording/x/weight.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { at, look, toldReported } from '../support/story.ts';

const rules = config.x;

/** The newest word of it, as X would have it at that moment. */
function post(incident: ReportedIncident): string {
  const entry = incident.entries.at(-1)!;
  return wordedForX(spoken, { incident, entry, root: entry.seq === 1, late: false, now: entry.at, precision: 'minute' })
    .text;
}

const viewOf = (incident: ReportedIncident, deliveredUpTo: number, now: string) => {
  const deliveries: Deliveries = new Map(
    incident.entries
      .filter((entry) => entry.seq <= deliveredUpTo)
      .map((entry): [number, Delivery] => [entry.seq, { state: 'delivered', at: entry.at, receipt: `${entry.seq}` }]),
  );
  return { label: 'X', incident, deliveries, mode: 'live' as const, rules, now: at(now) };
};

describe('a maintenance on X', () => {
  it('is announced with both times, and is nobody’s outage', () => {
    expect(post(toldReported(scheduled('11:00')))).toBe(
      'Maintenance scheduled: Database upgrade\n\nWe upgrade the database. Writes fail for some seconds.\n\n11:00 UTC · Planned from 22:00 UTC until 23:00 UTC.',
    );
  });

  it('says when it begins, gets another end, ends, or is cancelled', () => {
    const begun = [scheduled('11:00'), worked('22:00', 'in_progress', { message: 'We begin.' })];
    expect(post(toldReported(...begun))).toBe('Maintenance in progress: We begin.\n\n22:00 UTC');
    expect(post(toldReported(...begun, worked('22:50', undefined, { scheduledUntil: '23:30' })))).toContain(
      'Planned from 22:00 UTC until 23:30 UTC.',
    );
    expect(post(toldReported(...begun, worked('22:50', 'completed')))).toContain('Maintenance completed: ');
    expect(post(toldReported(scheduled('11:00'), worked('12:00', 'cancelled')))).toContain('Maintenance cancelled: ');
  });

  it('never calls it completed where only the clock has ended it', () => {
    const text = post(toldReported(scheduled('11:00'), look('22:00'), look('23:00')));
    expect(text).toContain('Maintenance ended on schedule, not confirmed: ');
    expect(text).not.toContain('completed');
  });

  it('has its end told before what is routine', () => {
    const done = toldReported(scheduled('11:00'), worked('22:00', 'in_progress'), worked('22:50', 'completed'));
    const classes = done.entries.map((entry) => classOf(entry, viewOf(done, entry.seq - 1, '22:51')));
    expect(classes).toEqual(['opening', 'routine', 'resolution']);
  });

  it('is apologised for only where its planned end was given, in one post', () => {
    const overrun = toldReported(scheduled('11:00'), worked('22:00', 'in_progress'), look('23:02'));
    const apology = overrun.entries[2]!;
    expect(endWithoutPost(apology, viewOf(overrun, 2, '23:02'))).toBeUndefined();
    expect(endWithoutPost(apology, viewOf(overrun, 0, '23:02'))).toMatchObject({ state: 'dropped' });
    expect(weightOf(post(overrun))).toBeLessThanOrEqual(280);
  });

  it('is not told of any more when it has been over for a day', () => {
    const done = toldReported(scheduled('11:00'), worked('22:00', 'in_progress'), worked('22:50', 'completed'));
    expect(endWithoutPost(done.entries[2]!, viewOf(done, 2, '+1 22:49'))).toBeUndefined();
    expect(endWithoutPost(done.entries[2]!, viewOf(done, 2, '+1 22:50'))).toMatchObject({ state: 'expired' });
  });
});
