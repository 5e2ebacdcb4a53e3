import type { Command } from '../../shared/core/command.ts';
import type { MaintenanceStatus } from '../../shared/core/entry.ts';
import { at, type Step } from './story.ts';

type Said = {
  title?: string;
  message?: string;
  components?: string[];
  scheduledFor?: string;
  scheduledUntil?: string;
  nextUpdateBy?: string | null;
};

const instants = (said: Said) =>
  Object.fromEntries(
    (['scheduledFor', 'scheduledUntil', 'nextUpdateBy'] as const).flatMap((name) => {
      const clock = said[name];
      return clock === undefined ? [] : [[name, clock === null ? null : at(clock)]];
    }),
  );

/** Work on the API is announced at `clock`, from 22:00 until 23:00 unless the story says otherwise. */
export const scheduled = (clock: string, said: Said = {}): Step => ({
  at: clock,
  command: {
    type: 'ScheduleMaintenance',
    title: 'Database upgrade',
    message: 'We upgrade the database. Writes fail for some seconds.',
    components: ['api'],
    ...said,
    ...instants({ scheduledFor: '22:00', scheduledUntil: '23:00', ...said }),
  } as Command,
});

/** A person's word about it. */
export const worked = (clock: string, status?: Exclude<MaintenanceStatus, 'scheduled'>, said: Said = {}): Step => ({
  at: clock,
  command: {
    type: 'UpdateMaintenance',
    message: 'The upgrade goes on.',
    ...(status === undefined ? {} : { status }),
    ...said,
    ...instants(said),
  } as Command,
});
