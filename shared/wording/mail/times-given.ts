import type { PromiseName } from '../../core/entry.ts';
import type { PromiseRow } from '../../core/incident.ts';
import { msBetween } from '../../core/instant.ts';
import { type Clock, clockOf, isMissed } from '../../core/standing.ts';
import { promiseWord } from '../incident.ts';
import { MAINTENANCE } from '../maintenance.ts';
import { CLOCKS } from '../site.ts';
import type { Row } from './blocks.ts';
import { timeFor } from './own-time.ts';
import type { Told } from './view.ts';

/**
 * Every time that still binds us, each in UTC and on the reader's clock, and in an open incident also that there is none:
 * whoever gave it, and however many statements ago. As of the mail: one that has passed by then says so, because the last
 * of many people is told long after the first.
 */
export function timesGiven(told: Told): Row[] {
  const { incident } = told;
  const isOpen = incident.phase === 'open';
  const rows: (Row | undefined)[] =
    incident.type === 'maintenance'
      ? [plan(told), running(told, 'restoreBy', MAINTENANCE.planned), running(told, 'nextUpdateBy')]
      : isOpen
        ? [nextUpdate(told), restore(told)]
        : [running(told, 'nextUpdateBy'), running(told, 'restoreBy')];
  return [...rows, running(told, 'reportBy')].filter((row) => row !== undefined);
}

const clock = ({ incident, now }: Told, name: PromiseName): Clock => clockOf(incident, name, now);

const row = ({ incident }: Told, name: PromiseName, value: string): Row => ({
  label: promiseWord(name, incident.type),
  value,
});

/** A time that binds; nothing where none does. */
function running(told: Told, name: PromiseName, by = 'by'): Row | undefined {
  const { is, ...rest } = clock(told, name) as Clock & { row: PromiseRow; standing?: string };
  if (is !== 'running') return undefined;
  const time = timeOf(told, rest.row);
  return row(told, name, rest.standing === 'late' ? PASSED(time) : `${by} ${time}`);
}

const SAID_BACK = 'Said to be back';

const PASSED = (time: string): string => `was promised for ${time}; that time has passed`;

const timeOf = (told: Told, { at, madeAt }: PromiseRow): string =>
  timeFor(told.voice, told.zone, at, reference(told), msBetween(madeAt, at));

/** What is announced is written into calendars: its times always have their date. */
const reference = ({ incident, now }: Told) => (incident.type === 'maintenance' ? 'dated' : now);

function nextUpdate(told: Told): Row {
  const none = clock(told, 'nextUpdateBy');
  const missed = none.is === 'closed' && none.by?.kind === 'apology';
  return (
    running(told, 'nextUpdateBy') ?? row(told, 'nextUpdateBy', missed ? CLOCKS.noneBecauseMissed : CLOCKS.nonePromised)
  );
}

function restore(told: Told): Row {
  const bound = running(told, 'restoreBy');
  if (bound !== undefined) return bound;
  const without = clock(told, 'restoreBy');
  switch (without.is) {
    case 'back':
      return { label: SAID_BACK, value: `since ${timeFor(told.voice, told.zone, without.since, told.now)}` };
    case 'closed': {
      const given = timeOf(told, without.row);
      if (isMissed(without.standing)) return row(told, 'restoreBy', CLOCKS.restoreMissed(given));
      const isKept = without.standing === 'kept' || without.standing === 'kept-late';
      return row(told, 'restoreBy', isKept ? CLOCKS.fellBack : CLOCKS.restoreTakenBack(given));
    }
    default:
      return row(told, 'restoreBy', CLOCKS.noRestore);
  }
}

/** When announced work is to begin, until it has. */
function plan(told: Told): Row | undefined {
  const { voice, zone, incident, now } = told;
  if (incident.type !== 'maintenance' || incident.phase !== 'scheduled') return undefined;
  const { scheduledFor, scheduledUntil } = incident;
  const value = timeFor(voice, zone, scheduledFor, reference(told), msBetween(scheduledFor, scheduledUntil));
  return { label: MAINTENANCE.from, value: scheduledFor <= now ? `${value}. ${MAINTENANCE.notBegun}` : value };
}
