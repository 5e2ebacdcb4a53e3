import type { TicketState } from '../../contract/ticket-schemas.ts';
import type { DeskCase } from '../../core/desk/case.ts';
import { readCase } from '../../core/desk/names.ts';
import { WORDS_KEPT_MS } from '../../core/desk/privacy.ts';
import { plus } from '../../core/instant.ts';
import { noteOnCase } from './look-after.ts';
import type { DeskPorts } from './ports.ts';
import * as refused from './refused.ts';

/** How a note of the ticket system is signed. */
export const TICKET_SYSTEM = 'ticket system';

type Ports = Pick<DeskPorts, 'stores' | 'clock'>;

/**
 * Keeps how support says that a case stands, named by the case or by the ticket. Told again it is one note. Throws a
 * `Problem` if there is no such case.
 */
export async function takeCaseState(ports: Ports, told: TicketState): Promise<DeskCase> {
  const { state, note } = told;
  const name = told.case === undefined ? await caseOfTicket(ports, told.ticket ?? '') : readCase(told.case);
  const one = name === undefined ? undefined : await ports.stores.cases.of(name);
  if (one === undefined) throw refused.noSuchCase();
  const last = one.notes.at(-1);
  const isSame = last?.by === TICKET_SYSTEM && last.state === state && last.text === note && one.state === state;
  if (isSame) return one;
  return noteOnCase(ports, one.name, { by: TICKET_SYSTEM, state, ...(note === undefined ? {} : { text: note }) });
}

/** The case of the newest message of a ticket. Whose ticket it was is forgotten after a week; the case has a name of its own. */
async function caseOfTicket({ stores, clock }: Ports, ticket: string): Promise<string | undefined> {
  const now = clock.now();
  const said = await stores.mentions.said(plus(now, -WORDS_KEPT_MS), now, 'mail');
  return said.findLast(({ to, case: name }) => to.conversation === ticket && name !== undefined)?.case;
}
