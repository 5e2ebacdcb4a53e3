import fc from 'fast-check';
import type { ReportedIncident } from '../../../shared/core/incident.ts';
import { HOUR_MS, plus } from '../../../shared/core/instant.ts';
import type { KeyedPost } from '../../../shared/wording/keyed/post.ts';
import { scheduled, worked } from '../../support/maintenance-story.ts';
import { look, opened, reopened, resolved, type Step, toldReported, update } from '../../support/story.ts';
import { anyWords } from './any-words.ts';

export const PAGE = 'https://status.example.com/incidents/i1';

type Words = { title: string; message: string; workaround?: string };

const resolve = (clock: string, message: string): Step => {
  const step = resolved(clock, { reportBy: '18:00' });
  return { ...step, command: { ...step.command, message } as Step['command'] };
};
const correct = (clock: string, message: string): Step => ({
  at: clock,
  command: { type: 'Correct', corrects: 1, message },
});
const retract = (clock: string, message: string): Step => ({ at: clock, command: { type: 'Retract', message } });

/** Incidents that end in each kind of statement, all of whose words are handed in. */
const STORIES: readonly ((words: Words) => ReportedIncident)[] = [
  (words) => toldReported(opened('10:00', { ...words, nextUpdateBy: '10:20', restoreBy: '11:30' })),
  ({ title, ...words }) =>
    toldReported(
      opened('10:00', { title, ...words, nextUpdateBy: '10:20' }),
      update('10:25', { message: words.message, status: 'identified', nextUpdateBy: '10:45', restoreBy: '11:30' }),
      update('10:40', { ...words, nextUpdateBy: '11:00' }),
    ),
  (words) => toldReported(opened('10:00', { ...words, nextUpdateBy: '10:20', restoreBy: '10:20' }), look('10:23')),
  (words) => toldReported(opened('10:00', { ...words, nextUpdateBy: '10:05' }), look('10:23'), look('10:59')),
  (words) =>
    toldReported(
      opened('10:00', { ...words, nextUpdateBy: '10:20', restoreBy: '10:30' }),
      resolve('10:50', words.message),
    ),
  ({ title, ...words }) =>
    toldReported(
      opened('10:00', { title, ...words, nextUpdateBy: '10:20' }),
      resolve('10:15', words.message),
      reopened('10:30', { ...words, nextUpdateBy: '10:50' }),
    ),
  (words) => toldReported(opened('10:00', { ...words, nextUpdateBy: '10:20' }), correct('10:10', words.message)),
  (words) => toldReported(opened('10:00', { ...words, nextUpdateBy: '10:20' }), retract('10:10', words.message)),
  (words) => toldReported(scheduled('10:00', words)),
  ({ title, message }) =>
    toldReported(scheduled('10:00', { title }), worked('22:00', 'in_progress', { message, nextUpdateBy: '22:30' })),
];

/** A statement of any kind in any words, told first or in a thread, in time or half an hour late. */
export const anyPost: fc.Arbitrary<KeyedPost> = fc
  .record({
    story: fc.constantFrom(...STORIES),
    words: fc.record(
      { title: anyWords, message: anyWords, workaround: anyWords },
      { requiredKeys: ['title', 'message'] },
    ),
    root: fc.boolean(),
    late: fc.boolean(),
  })
  .map(({ story, words, root, late }) => {
    const incident = story(words as Words);
    const entry = incident.entries.at(-1)!;
    const now = late ? plus(entry.at, HOUR_MS / 2) : entry.at;
    return { incident, entry, root, late, link: PAGE, now };
  });
