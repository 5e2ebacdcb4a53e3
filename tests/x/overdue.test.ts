import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overdue } from '../../shared/core/channel/waiting.ts';
import type { Delivery } from '../../shared/core/delivery.ts';
import type { Entry, EntryKind } from '../../shared/core/entry.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { freshXAccount } from '../../shared/core/x/account.ts';
import { nextXLookAgainAt } from '../../shared/core/x/overdue.ts';
import { house } from './support/house.ts';

async function resolved() {
  const home = house();
  await home.say('i1', 'opened');
  await home.say('i1', 'resolved');
  return replayed('i1', await home.ports.log.load('i1')) as ReportedIncident;
}

const delivered: Delivery = { state: 'delivered', at: '2026-11-22T10:00:01.000Z', receipt: '1' };

describe('what X does not get in ten minutes', () => {
  const said = (kind: EntryKind) => ({ ...resolvedEntry, kind });
  const resolvedEntry = { seq: 1, at: '2026-11-22T10:00:00.000Z' } as Entry;
  const overdueAt = (kind: EntryKind, now: string, more: { delivery?: Delivery; paged?: string[] } = {}) => {
    const incident = { id: 'i1', entries: [said(kind)] } as unknown as ReportedIncident;
    const deliveries = new Map(more.delivery ? [[1, more.delivery]] : []);
    return overdue(incident, deliveries, more.paged ?? [], now)?.entry.kind;
  };

  it('is a person’s business if it is an end, a correction or an apology', () => {
    const late = '2026-11-22T10:10:00.000Z';
    const kinds: EntryKind[] = [
      'opened',
      'update',
      'apology',
      'correction',
      'redaction',
      'maintenance',
      'resolved',
      'postmortem',
      'reopened',
      'retracted',
      'merged',
    ];
    expect(kinds.filter((kind) => overdueAt(kind, late) === kind)).toEqual([
      'apology',
      'correction',
      'resolved',
      'retracted',
    ]);
  });

  it('is not yet before that, nor once it has ended or somebody was paged', () => {
    expect(overdueAt('resolved', '2026-11-22T10:09:59.999Z')).toBeUndefined();
    expect(overdueAt('resolved', '2026-11-22T10:30:00.000Z', { delivery: delivered })).toBeUndefined();
    expect(overdueAt('resolved', '2026-11-22T10:30:00.000Z', { paged: ['waits:i1#1'] })).toBeUndefined();
  });
});

describe('when the sweep looks at X again', () => {
  it('is never when every delivery has ended', async () => {
    const done = new Map<number, Delivery>([
      [1, delivered],
      [2, { state: 'rejected', at: delivered.at, reason: '403' }],
    ]);
    expect(nextXLookAgainAt(await resolved(), done, freshXAccount(), '2026-11-22T10:00:05.000Z')).toBeUndefined();
  });

  it('is 20 s, 1, 2, 5 and then every 15 minutes after a statement whose nudge was lost', async () => {
    const incident = await resolved();
    const at = incident.entries[0]!.at;
    const checks: number[] = [];
    for (let now = at; checks.length < 7; ) {
      const next = nextXLookAgainAt(incident, new Map(), freshXAccount(), now)!;
      checks.push((Date.parse(next) - Date.parse(now)) / SECOND_MS);
      now = next;
    }
    // The page after ten minutes lies between the fourth and the fifth.
    expect(checks.slice(0, 4)).toEqual([20, 60, 120, 300]);
    expect(checks.slice(4, 6).reduce((sum, one) => sum + one)).toBeCloseTo(900, 0);
    expect(checks[6]).toBeCloseTo(900, 0);
  });

  it('always lies ahead while something is owed, and never far', async () => {
    const incident = await resolved();
    const anyAt = fc.integer({ min: -60, max: 3 * 24 * 3600 }).map((s) => plus(incident.openedAt, s * SECOND_MS));
    const anyAccount = fc.record({ until: fc.option(anyAt), retryAt: fc.option(anyAt) });
    fc.assert(
      fc.property(anyAt, anyAccount, (now, { until, retryAt }) => {
        const gate = until && { kind: 'rate' as const, reason: '429', since: incident.openedAt, until, tries: 1 };
        const account = { ...freshXAccount(), ...(gate ? { gate } : {}) };
        const waits: Delivery = { state: 'throttled', at: now, retryAt: retryAt ?? now, attempt: 1, reason: '429' };
        const next = nextXLookAgainAt(incident, new Map(retryAt ? [[1, waits]] : []), account, now)!;
        expect(next > now).toBe(true);
        expect(Date.parse(next) - Date.parse(now)).toBeLessThanOrEqual(15 * MINUTE_MS);
      }),
    );
  });
});
