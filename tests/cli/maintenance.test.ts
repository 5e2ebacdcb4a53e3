import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const SCHEDULE = [
  'maintenance',
  'schedule',
  '-t',
  'Database upgrade',
  '-c',
  'database',
  '-m',
  'Writes fail for some seconds.',
];

describe('candor maintenance', () => {
  it('announces work, and prints back what was promised with it', async () => {
    const { candor, api } = terminal('2026-11-22T10:00:00.000Z');
    const { code, out } = await candor(...SCHEDULE, '--from', '14:00Z', '--until', '15:00Z');
    expect(code).toBe(0);
    expect(out).toContain('maintenance, scheduled, at 10:00 UTC: Database upgrade');
    expect(out).toContain('by 15:00 UTC (in 5 h), as you said');
    expect(await api.incidentOf(api.ids[0] ?? '')).toMatchObject({
      type: 'maintenance',
      scheduledFor: '2026-11-22T14:00:00.000Z',
    });
  });

  it('takes it from its beginning over an extension to its end, without being told which one', async () => {
    const { candor, api } = terminal('2026-11-22T10:00:00.000Z');
    await candor(...SCHEDULE, '--from', '1h', '--until', '2h');
    expect((await candor('maintenance', 'start', '-m', 'We begin early.')).out).toContain('in_progress');
    expect((await candor('maintenance', 'extend', '3h', '-m', 'It takes longer.')).out).toContain('by 13:00 UTC');
    expect((await candor('maintenance', 'complete', '-m', 'Done.')).out).toContain('completed');
    const incident = await api.incidentOf(api.ids[0] ?? '');
    expect(incident.promises.map((row) => row.state)).toEqual(['revised', 'kept']);
  });

  it('lists what is to come, and what is over only when asked', async () => {
    const { candor } = terminal('2026-11-22T10:00:00.000Z');
    await candor(...SCHEDULE, '--from', '14:00Z', '--until', '15:00Z');
    expect((await candor('maintenance', 'list')).out).toMatch(/scheduled +14:00 UTC +15:00 UTC +Database upgrade/);
    await candor('maintenance', 'cancel', '-m', 'Not today.');
    expect((await candor('maintenance', 'list')).out).toBe('No maintenance is planned or under way.');
    expect((await candor('maintenance', 'list', '--all')).out).toContain('cancelled');
  });

  it('never chooses between two', async () => {
    const { candor } = terminal('2026-11-22T10:00:00.000Z');
    await candor(...SCHEDULE, '--from', '14:00Z', '--until', '15:00Z');
    await candor(...SCHEDULE, '--from', '16:00Z', '--until', '17:00Z');
    const { code, err } = await candor('maintenance', 'cancel', '-m', 'Not today.');
    expect(code).toBe(2);
    expect(err).toContain('several maintenances could be meant');
  });

  it('is kept apart from incidents in every list and command', async () => {
    const { candor, api } = terminal('2026-11-22T10:00:00.000Z');
    await candor(...SCHEDULE, '--from', 'now', '--until', '1h');
    expect((await candor('list')).out).toBe('No incident is open.');
    expect((await candor('list', '--all')).out).toBe('No incident.');
    const { code, err } = await candor('update', api.ids[0] ?? '', '-m', 'We look into it.');
    expect(code).toBe(1);
    expect(err).toContain('This is a maintenance, not an incident');
  });

  it('says which field of a schedule lies wrong', async () => {
    const { candor } = terminal('2026-11-22T10:00:00.000Z');
    const { code, err } = await candor(...SCHEDULE, '--from', '15:00Z', '--until', '14:00Z');
    expect(code).toBe(1);
    expect(err).toContain('scheduledUntil must lie after scheduledFor');
  });

  it('warns of work in busy hours, and schedules it all the same', async () => {
    const { candor, api } = terminal('2026-11-23T08:00:00.000Z');
    api.ports.busyHours = { from: '09:00', to: '18:00', zone: 'Etc/UTC', days: ['mon'] };
    const { code, out } = await candor(...SCHEDULE, '--from', '10:00Z', '--until', '11:00Z');
    expect(code).toBe(0);
    expect(out).toContain('hint maintenance-in-busy-hours (scheduledFor) "10:00 UTC to 11:00 UTC"');
    const quiet = await candor(...SCHEDULE, '--from', '18:00Z', '--until', '19:00Z');
    expect(quiet.out).not.toContain('maintenance-in-busy-hours');
  });
});
