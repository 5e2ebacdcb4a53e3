import { expect } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { apologyDraft, type Circumstances, decideSlip } from '../../shared/core/apology.ts';
import { chained } from '../../shared/core/chain.ts';
import type { Command, Speaker } from '../../shared/core/command.ts';
import { decide } from '../../shared/core/decide.ts';
import type { Entry, Handling } from '../../shared/core/entry.ts';
import { evolve, replayed } from '../../shared/core/evolve.ts';
import type { Incident, PromiseRow, ReportedIncident } from '../../shared/core/incident.ts';
import type { Instant } from '../../shared/core/instant.ts';
import { clockDraft, clockTurn, isMaintenance } from '../../shared/core/maintenance.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { Refusal, type Refusal as RefusalError } from '../../shared/core/refusal.ts';
import { apologyText } from '../../shared/wording/apologies.ts';
import { clockText } from '../../shared/wording/maintenance.ts';

const MINUTE = 60_000;

/** GitLab's cadences in milliseconds, and leads of 15 and 5 minutes. */
export const policy: Policy = {
  cadenceMs: {
    critical: { investigating: 10 * MINUTE, identified: 10 * MINUTE, monitoring: 30 * MINUTE },
    major: { investigating: 15 * MINUTE, identified: 30 * MINUTE, monitoring: 60 * MINUTE },
    minor: { investigating: 15 * MINUTE, identified: 30 * MINUTE, monitoring: 60 * MINUTE },
  },
  reminderLeadsMs: [15 * MINUTE, 5 * MINUTE, 0],
};

/** `10:05` or `10:05:30` on the day of the story, `+1 10:05` on the next, as an instant. */
export function at(clock: string): Instant {
  const [, days = '0', time = clock] = /^\+(\d+) (.*)$/.exec(clock) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 10, 22 + Number(days), hours, minutes, 0) + seconds * 1000).toISOString();
}

export const person: Speaker = { author: 'person', actor: 'ada', via: 'api' };
export const machine: Speaker = { author: 'machine', via: 'intake' };

const calm: Circumstances = { frozen: false };

type Clocks = { nextUpdateBy?: string | null; restoreBy?: string | null; reportBy?: string | null };

const clocksOf = ({ nextUpdateBy, restoreBy, reportBy }: Clocks) =>
  Object.fromEntries(
    Object.entries({ nextUpdateBy, restoreBy, reportBy })
      .filter(([, clock]) => clock !== undefined)
      .map(([name, clock]) => [name, typeof clock === 'string' ? at(clock) : null]),
  );

/** One step of a story: what somebody wishes at a time. */
export type Step = { at: string; command: Command; by?: Speaker };

type Said = Clocks & Partial<Omit<Extract<Command, { type: 'PostUpdate' }>, 'type' | keyof Clocks>> & { by?: Speaker };

export const opened = (clock: string, said: Said & { title?: string; handling?: Handling } = {}): Step => {
  const { by, nextUpdateBy, restoreBy, reportBy, ...rest } = said;
  const command = {
    type: 'OpenIncident',
    title: 'Logins fail',
    impact: 'major',
    message: 'Logins fail for everyone.',
    ...rest,
    ...clocksOf(said),
  };
  return { at: clock, command: command as Command, ...(by ? { by } : {}) };
};

export const update = (clock: string, said: Said = {}): Step => {
  const { by, nextUpdateBy, restoreBy, reportBy, ...rest } = said;
  const command = { type: 'PostUpdate', message: 'We are still looking into it.', ...rest, ...clocksOf(said) };
  return { at: clock, command: command as Command, ...(by ? { by } : {}) };
};

export const resolved = (clock: string, said: Pick<Clocks, 'reportBy'> & { by?: Speaker } = {}): Step => ({
  at: clock,
  command: {
    type: 'Resolve',
    message: 'Logins work again for everyone since 10:40 UTC.',
    ...clocksOf(said),
  },
  ...(said.by ? { by: said.by } : {}),
});

export const reopened = (clock: string, said: Said = {}): Step => ({
  ...update(clock, said),
  command: { ...update(clock, said).command, type: 'Reopen' } as Command,
});

/** The pipeline looks: it takes the clock's turn at a maintenance, or apologises if it owes that. */
export type Look = { at: string; look: true; under?: Partial<Circumstances> };
export const look = (clock: string, under: Partial<Circumstances> = {}): Look => ({ at: clock, look: true, under });

let salt = 0;
const salts = () => {
  salt += 1;
  return { content: `c${salt}`, private: `p${salt}` };
};

/** The entry that a step adds, or 'nothing'; throws a `Refusal`. */
export function entryOf(incident: Incident, step: Step | Look): Entry | 'nothing' {
  const now = at(step.at);
  const place = {
    incident: incident.id,
    head: incident.phase === 'unreported' ? undefined : incident.head,
    now,
    salts: salts(),
  };
  if ('look' in step) {
    if (incident.phase === 'unreported') return 'nothing';
    const turn = isMaintenance(incident) && !step.under?.frozen ? clockTurn(incident, now) : 'nothing';
    if (isMaintenance(incident) && turn !== 'nothing') {
      return chained(clockDraft(incident, turn, clockText(spoken, incident, turn, now)), place);
    }
    const slip = decideSlip(incident, now, policy, { ...calm, ...step.under });
    if (slip.type !== 'apologise') return 'nothing';
    return chained(apologyDraft(incident, slip.plan, apologyText(spoken, incident, slip.plan, now)), place);
  }
  const draft = decide(incident, step.command, step.by ?? person, now, policy);
  return draft === 'nothing' ? 'nothing' : chained(draft, place);
}

/** The incident after these steps; steps that add nothing are passed over. */
export function told(...steps: readonly (Step | Look)[]): Incident {
  return steps.reduce<Incident>(
    (incident, step) => {
      const entry = entryOf(incident, step);
      return entry === 'nothing' ? incident : evolve(incident, entry);
    },
    replayed('i1', []),
  );
}

export const toldReported = (...steps: readonly (Step | Look)[]): ReportedIncident => {
  const incident = told(...steps);
  if (incident.phase === 'unreported') throw new Error('the story opens no incident');
  return incident;
};

/** `nextUpdateBy 10:15 kept`: the rows of an incident in a readable form, oldest first. */
export const rowsOf = (incident: Incident): string[] => incident.promises.map(rowText);

const rowText = (row: PromiseRow): string => `${row.promise} ${row.at.slice(11, 16)} ${row.state}`;

/** Begins a sentence about the domain: given what happened, when somebody does this, then … */
export function given(...before: readonly (Step | Look)[]) {
  return {
    when(step: Step | Look) {
      const outcome = () => entryOf(told(...before), step);
      return {
        thenAdds(kind: Entry['kind']) {
          const entry = outcome();
          expect(entry === 'nothing' ? 'nothing' : entry.kind).toBe(kind);
          return entry as Entry;
        },
        thenNothing() {
          expect(outcome()).toBe('nothing');
        },
        thenRefused(code: RefusalError['code'], field?: string) {
          expect(refusalOf(outcome)).toMatchObject({ code, field });
        },
        thenPromises(...rows: readonly string[]) {
          const incident = told(...before);
          const entry = entryOf(incident, step);
          expect(rowsOf(entry === 'nothing' ? incident : evolve(incident, entry))).toEqual(rows);
        },
      };
    },
  };
}

function refusalOf(attempt: () => unknown): Refusal | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
