import {
  type Answer,
  afterAttempt,
  afterLook,
  dropped,
  type Outcome,
  sending,
  undecidable,
} from '../../core/desk/answer.ts';
import type { DeskSourcePort, OutgoingAnswer } from '../../ports/desk-source.ts';
import { charge } from './money.ts';
import type { DeskPorts } from './ports.ts';

/** An answer as it leaves: the same in every attempt. */
export const outgoing = ({ key, text, at, to, case: name }: Answer): OutgoingAnswer => ({
  ...{ key, text, at, to },
  ...(name === undefined ? {} : { case: name }),
});

/** Whose money it is; what answers no incident is the house's. */
const billTo = ({ incident }: Answer): string[] => (isAboutNone(incident) ? [] : [incident]);

/** What stands in the place of an incident where something is about none: the mention itself. */
export const aboutNone = (mention: string): string => `mention-${mention}`;
export const isAboutNone = (incident: string): boolean => incident.startsWith('mention-');

/**
 * Sends an answer that is claimed or waits, once. That it leaves is noted before it does: whoever finds the record knows
 * whether it can be there. `holds` is asked last,
 * directly before it leaves: whether its words are still true; if not, it is dropped. Undefined if somebody else was faster.
 */
export async function sendOnce(
  ports: DeskPorts,
  answer: Answer,
  holds: () => Promise<boolean> = async () => true,
): Promise<Answer | undefined> {
  const port = ports.sources[answer.source];
  if (port === undefined) return undefined;
  const leaving = sending(answer, ports.clock.now());
  if (!(await ports.stores.answers.swap(leaving))) return undefined;
  if (!(await holds())) return drop(ports, leaving, 'something newer was said meanwhile');
  const outcome = await port.answer(outgoing(leaving)).catch((error): Outcome & { billed: object } => {
    ports.warn(`an answer on ${answer.source} came to nobody knows what`, error);
    return { outcome: 'unknown', reason: 'the attempt broke off', billed: {} };
  });
  const after = afterAttempt(leaving, outcome, ports.clock.now());
  await ports.stores.answers.swap(after);
  await charge(ports, answer.source, outcome.billed, billTo(answer));
  return after;
}

/** Looks for an answer of which nobody knows. Undefined if somebody else was faster, or it cannot be looked for. */
export async function lookFor(ports: DeskPorts, answer: Answer): Promise<Answer | undefined> {
  const port = ports.sources[answer.source];
  if (port === undefined) return undefined;
  const after = port.find === undefined ? undecidable(answer) : await afterFinding(ports, answer, port.find.bind(port));
  return (await ports.stores.answers.swap(after)) ? after : undefined;
}

async function afterFinding(
  ports: DeskPorts,
  answer: Answer,
  find: NonNullable<DeskSourcePort['find']>,
): Promise<Answer> {
  const looked = await find(outgoing(answer)).catch((error) => {
    ports.warn(`an answer on ${answer.source} could not be looked for`, error);
    return { unreadable: 'the look broke off', billed: {} };
  });
  await charge(ports, answer.source, looked.billed, billTo(answer));
  return afterLook(answer, looked, ports.clock.now());
}

/** Gives up an answer that was surely not sent. Undefined if somebody else was faster. */
export async function drop(
  ports: Pick<DeskPorts, 'stores'>,
  answer: Answer,
  reason: string,
): Promise<Answer | undefined> {
  const after = dropped(answer, reason);
  return (await ports.stores.answers.swap(after)) ? after : undefined;
}
