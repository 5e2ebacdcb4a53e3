import { commandKey } from '../../contract/identity.ts';
import { invalid } from '../../contract/problem.ts';
import type { DeskTemplate, OwnWords } from '../../core/desk/template.ts';
import { problemsOfTemplate } from '../../wording/desk/own-words.ts';
import type { DeskPorts } from './ports.ts';
import * as refused from './refused.ts';

type Ports = Pick<DeskPorts, 'stores' | 'clock'>;
type Person = { actor: string; subject: string };

/**
 * Proposes words of the desk for a purpose. They are held to what holds of every answer, and nobody answers with them before
 * a second person approves. The same words again are the same proposal.
 */
export async function proposeWords({ stores, clock }: Ports, words: OwnWords, by: Person): Promise<DeskTemplate> {
  const wrong = words.says.flatMap((text, index) =>
    problemsOfTemplate(words.name, text).map((reason) => ({ field: `says.${index}`, reason })),
  );
  if (wrong.length > 0) throw invalid(wrong);
  const body = JSON.stringify(words);
  const id = commandKey('desk-words', body, { method: 'PROPOSE', path: words.name, body }).keyHash.slice(0, 16);
  const made: DeskTemplate = {
    ...words,
    id,
    state: 'proposed',
    proposedBy: by.actor,
    subject: by.subject,
    proposedAt: clock.now(),
    version: 1,
  };
  if (await stores.templates.swap(made)) return made;
  return (await stores.templates.all()).find((one) => one.id === id) ?? made;
}

/** Approves or drops proposed words, or retires those that were approved. Nobody approves their own. */
export async function decideWords(
  { stores, clock }: Ports,
  id: string,
  to: 'approved' | 'dropped',
  by: Person,
): Promise<DeskTemplate> {
  const before = (await stores.templates.all()).find((one) => one.id === id);
  if (before === undefined) throw refused.noSuchTemplate();
  if (to === 'approved' && before.subject === by.subject) throw refused.ownWords();
  const state = to === 'dropped' && before.state === 'approved' ? 'retired' : to;
  if (before.state !== 'proposed' && !(before.state === 'approved' && state === 'retired'))
    throw refused.templateDecided(before.decidedBy ?? before.proposedBy);
  const next: DeskTemplate = {
    ...before,
    state,
    decidedBy: by.actor,
    decidedAt: clock.now(),
    version: before.version + 1,
  };
  if (!(await stores.templates.swap(next))) throw refused.templateDecided('somebody else');
  return next;
}
