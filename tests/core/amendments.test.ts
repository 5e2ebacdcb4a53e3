import { describe, expect, it } from 'vitest';
import { opened, reopened, resolved, type Step, toldReported, update } from '../support/story.ts';

describe('an incident that is back after it was over', () => {
  const components = [
    { id: 'api', status: 'partial_outage' },
    { id: 'website', status: 'degraded_performance' },
  ] as const;
  const worse = { components: [{ id: 'api', status: 'major_outage' }] } as const;
  const story = [opened('10:00', { components }), update('10:10', worse), resolved('10:20')] as const;

  it('affects what it affected when it was said to be over, unless it is said what it affects now', () => {
    expect(toldReported(...story).components.map(({ status }) => status)).toEqual(['operational', 'operational']);
    const statuses = (...said: Parameters<typeof reopened>) =>
      toldReported(...story, reopened(...said)).components.map(({ id, status }) => `${id} ${status}`);
    expect(statuses('10:30')).toEqual(['api major_outage', 'website degraded_performance']);
    const less = [{ id: 'website', status: 'partial_outage' }] as const;
    expect(statuses('10:30', { components: less })).toEqual(['api operational', 'website partial_outage']);
  });

  it('affects the same again when it comes back a second time', () => {
    const twice = toldReported(...story, reopened('10:30'), resolved('10:40'), reopened('10:50'));
    expect(twice.components.map(({ status }) => status)).toEqual(['major_outage', 'degraded_performance']);
  });
});

describe('a time that is taken back', () => {
  const promisesOf = (...story: readonly Step[]) => {
    const incident = toldReported(...story);
    return incident.entries.at(-1)!.promises;
  };

  it('is not said to be taken back where none was ever given', () => {
    expect(promisesOf(opened('10:00', { restoreBy: null }))).not.toHaveProperty('restoreBy');
    expect(promisesOf(opened('10:00'), update('10:05', { restoreBy: null }))).not.toHaveProperty('restoreBy');
  });

  it('is taken back where one was given, and a next update can be refused at any time', () => {
    const story = [opened('10:00', { restoreBy: '11:00' }), update('10:05', { restoreBy: null })] as const;
    expect(promisesOf(...story)).toHaveProperty('restoreBy', null);
    expect(promisesOf(opened('10:00', { nextUpdateBy: null }))).toHaveProperty('nextUpdateBy', null);
  });
});
