import { isUnconfirmed } from '../../core/incident.ts';
import { delayedWord, kindWord, STATUS_WORDS, titleOf } from '../incident.ts';
import { maintenanceWord } from '../maintenance.ts';
import { listed } from '../site.ts';
import { oneLine } from './headers.ts';
import { namesIn, type Told } from './view.ts';

/** Names that take more room than this are only counted, and leave the room to the title. */
const LONGEST_NAMES = 50;

/**
 * What a person sees on a locked screen: the state, the part, and what it is about. Nothing in it but the state changes
 * from one mail to the next, so programs that go by the subject keep those of one state together.
 */
export function subjectOf(told: Told): string {
  const title = oneLine(titleOf(told.incident));
  const names = namesShort(
    namesIn(told).map((name) => oneLine(name)),
    title,
  );
  return names === '' ? `${stateWord(told)}: ${title}` : `${stateWord(told)}: ${names} – ${title}`;
}

/** None where the title says them already. */
function namesShort(names: readonly string[], title: string): string {
  const said = title.toLowerCase();
  if (names.every((name) => said.includes(name.toLowerCase()))) return '';
  const some = names.length < 3 ? [] : [`${names[0]} and ${names.length - 1} more`];
  return [listed(names), ...some].find((one) => one.length <= LONGEST_NAMES) ?? '';
}

/** What the statement is, in as few words as say it. */
export function stateWord({ incident, line }: Pick<Told, 'incident' | 'line'>): string {
  const entries = incident.entries.filter(({ seq }) => seq <= line.seq);
  const isMachines = line.status === 'investigating' && isUnconfirmed({ phase: 'open', entries });
  switch (line.kind) {
    case 'apology':
      return delayedWord(line.status);
    case 'maintenance':
      return maintenanceWord(line);
    case 'opened':
    case 'update':
      return (isMachines ? 'Not confirmed' : kindWord(line)) ?? STATUS_WORDS[line.status];
    case 'reopened':
      return isMachines ? 'Reopened, not confirmed' : 'Reopened';
    default:
      return kindWord(line) ?? STATUS_WORDS[line.status];
  }
}
