import { describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/core/entry.ts';
import { lint, lintEntry } from '../../shared/core/lint/lint.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import {
  at,
  entryOf,
  type Look,
  opened,
  policy,
  reopened,
  resolved,
  type Step,
  told,
  update,
} from '../support/story.ts';

const MESSAGE = 'Logins work again for some users since 10:20 UTC. It will soon be 11:00.';
const saying = (step: Step): Step => ({ ...step, command: { ...step.command, message: MESSAGE } as Step['command'] });
const wish = (command: object): Step => ({ at: '10:45', command: command as Step['command'] });

const open = [opened('10:00'), update('10:05', { status: 'identified', restoreBy: '10:30', nextUpdateBy: '12:00' })];
const watched = [...open, update('10:35', { status: 'monitoring', nextUpdateBy: '12:00' })];
const over = [...open, resolved('10:40')];
const planned = [scheduled('10:00')];

const STATEMENTS: readonly [name: string, before: readonly (Step | Look)[], step: Step][] = [
  ['an opening', [], opened('10:45')],
  ['an update', open, update('10:45')],
  ['an update that gives a time', open, update('10:45', { restoreBy: '11:30' })],
  ['a word that it is back', open, update('10:45', { status: 'monitoring' })],
  ['a word while a repair is watched', watched, update('10:45')],
  ['a resolution', open, resolved('10:45')],
  ['a resolution of what was watched', watched, resolved('10:45')],
  ['a reopening', over, reopened('10:45')],
  ['a correction of the word that it is back', over, wish({ type: 'Correct', corrects: 3 })],
  ['a correction of the first word', over, wish({ type: 'Correct', corrects: 1 })],
  ['a report', over, wish({ type: 'PublishPostmortem' })],
  ['a retraction', open, wish({ type: 'Retract' })],
  ['a merge', open, wish({ type: 'Merge', into: 'i2' })],
  ['a redaction', open, wish({ type: 'Redact', seq: 1, note: MESSAGE })],
  ['an announcement', [], scheduled('10:45')],
  ['a word about work', planned, worked('10:45')],
];

describe('what is found in a statement', () => {
  it.each(STATEMENTS)('is found again in what became of it: %s', (_name, before, step) => {
    const said = saying(step);
    const incident = told(...before);
    const entry = entryOf(incident, said);
    if (entry === 'nothing') throw new Error('nothing came of it');
    const found = lint(said.command, incident, at(said.at), policy);
    expect(lintEntry(entry, incident)).toEqual(found);
    expect(found).not.toEqual([]);
  });

  it('is no time in the text that stands as a promise already, whatever else the statement kept', () => {
    const stands = [opened('10:00', { status: 'identified', nextUpdateBy: '10:50', restoreBy: '11:30' })];
    const said = update('10:45', { message: 'We expect to be back by 11:30 UTC.' });
    const incident = told(...stands);
    const entry = entryOf(incident, said) as Entry;
    expect(entry.settles).toMatchObject([{ promise: 'nextUpdateBy', as: 'kept' }]);
    expect(lint(said.command, incident, at(said.at), policy)).toEqual([]);
    expect(lintEntry(entry, incident)).toEqual([]);
  });
});
