import { describe, expect, it } from 'vitest';
import type { Status } from '../../shared/core/entry.ts';
import { importedIncident } from '../../shared/core/imported.ts';
import type { ImportedIncident } from '../../shared/core/imported-incident.ts';

const AT = (clock: string) => `2026-07-30T${clock}:00.000Z`;

/** What another system told, an update for each of `statuses`, ten minutes apart from 10:00 on. */
function told(statuses: readonly Status[], more: Partial<ImportedIncident> = {}): ImportedIncident {
  const updates = statuses.map((status, index) => {
    const at = AT(`10:${index}0`);
    return { id: `u${index}`, status, body: `Word ${index}.`, displayAt: at, createdAt: at, updatedAt: at };
  });
  return {
    id: 'old1',
    from: 'old.example.com',
    title: 'Searches time out',
    status: statuses.at(-1)!,
    impact: 'minor',
    createdAt: AT('10:00'),
    updatedAt: AT('10:00'),
    components: [],
    updates,
    ...more,
  };
}

const shown = (incident: ImportedIncident, more: { removed?: true } = {}) =>
  importedIncident({ incident, hash: '', rev: 1, ...more });
const work = { scheduledFor: AT('22:00'), scheduledUntil: AT('23:00') };

describe('an incident from elsewhere', () => {
  it.each([
    [['investigating'], 'open'],
    [['investigating', 'monitoring'], 'open'],
    [['investigating', 'resolved'], 'resolved'],
    [['resolved', 'postmortem'], 'resolved'],
  ] as const)('that ended as %j is %s', (statuses, phase) => {
    expect(shown(told(statuses))).toMatchObject({ type: 'outage', phase });
  });

  it.each([
    ['scheduled', 'scheduled'],
    ['in_progress', 'open'],
    ['verifying', 'open'],
    ['completed', 'completed'],
    ['cancelled', 'cancelled'],
  ] as const)('whose announced work is %s is a maintenance that is %s', (status, phase) => {
    expect(shown(told([status], work))).toMatchObject({ type: 'maintenance', phase, ...work, confirmed: true });
  });

  it('is announced work only with both of its times', () => {
    expect(shown(told(['scheduled'], { scheduledFor: AT('22:00') })).type).toBe('outage');
  });

  it('ended when it says, else with its last word, and not at all while it is open', () => {
    expect(shown(told(['investigating', 'resolved'], { resolvedAt: AT('10:07') }))).toMatchObject({
      endedAt: AT('10:07'),
    });
    expect(shown(told(['investigating', 'resolved']))).toMatchObject({ endedAt: AT('10:10') });
    expect(shown(told(['completed'], work))).toMatchObject({ endedAt: AT('10:00') });
    expect(shown(told(['cancelled'], work))).toMatchObject({ endedAt: AT('10:00') });
    expect(shown(told(['investigating']))).not.toHaveProperty('endedAt');
  });

  it('tells its updates as what they were in the life of an incident', () => {
    const kinds = (incident: ImportedIncident) => shown(incident).entries.map(({ kind }) => kind);
    const lives = ['investigating', 'identified', 'resolved', 'investigating', 'resolved', 'postmortem'] as const;
    expect(kinds(told(lives))).toEqual(['opened', 'update', 'resolved', 'reopened', 'resolved', 'postmortem']);
    expect(kinds(told(['resolved', 'postmortem', 'monitoring']))).toEqual(['resolved', 'postmortem', 'reopened']);
    expect(kinds(told(['scheduled', 'in_progress', 'completed'], work))).toEqual(Array(3).fill('maintenance'));
  });

  it('began before its first word only if it says so', () => {
    const [first] = shown(told(['investigating', 'resolved'], { startedAt: AT('09:30') })).entries;
    expect(first).toMatchObject({ at: AT('10:00'), happenedAt: AT('09:30') });
    const [, second] = shown(told(['investigating', 'resolved'], { startedAt: AT('09:30') })).entries;
    expect(second).not.toHaveProperty('happenedAt');
    expect(shown(told(['investigating'], { startedAt: AT('10:00') })).entries[0]).not.toHaveProperty('happenedAt');
    expect(shown(told(['investigating'])).entries[0]).not.toHaveProperty('happenedAt');
  });

  it('is named by its first word alone, and its words stay as they were but for the breaks of lines', () => {
    const { entries } = shown(told(['investigating', 'resolved']));
    expect(entries.map(({ title, message, seq }) => [title, message, seq])).toEqual([
      ['Searches time out', 'Word 0.', 1],
      [undefined, 'Word 1.', 2],
    ]);
    const [first] = told(['resolved']).updates;
    const broken = told(['resolved'], { updates: [{ ...first!, body: 'One.<br>Two.<BR />Three.<b>Four.</b>' }] });
    expect(shown(broken).entries[0]?.message).toBe('One.\nTwo.\nThree.<b>Four.</b>');
  });

  it('has the impact that it was given, and none where that is not one of ours', () => {
    expect(shown(told(['resolved'], { impact: 'critical' })).impact).toBe('critical');
    expect(shown(told(['resolved'], { impact: 'maintenance' })).impact).toBe('none');
  });

  it('keeps its place and says nothing once it is removed', () => {
    const gone = shown(told(['investigating'], { components: ['api'] }), { removed: true });
    expect(gone).toMatchObject({ phase: 'resolved', title: '', components: [], endedAt: AT('10:00') });
    expect(gone.entries).toHaveLength(1);
    for (const words of ['title', 'message', 'components']) expect(gone.entries[0]).not.toHaveProperty(words);
  });
});
