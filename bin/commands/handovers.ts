import type { Command } from 'commander';
import { clockTime } from '../../shared/client/words.ts';
import { instant } from '../../shared/core/instant.ts';
import { incidentId, print, sessionOf } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** What commanders do among themselves: hand an incident over, and note who waits for an answer of their own. */
export function addHandovers(program: Command, surroundings: Surroundings): void {
  program
    .command('handover')
    .argument('<to>', 'who takes over')
    .argument('[incident]', 'may be left out while one incident is open')
    .description('hand every open promise to the next commander; until they accept, both are reminded')
    .addHelpText('after', '\nExample:\n  $ candor handover grace')
    .action(async (to: string, given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const id = await incidentId(session, given);
      const answer = await session.client().handOver(id, to);
      print(session, answer, () => `${id} is offered to ${answer.handover.to}. For them: candor accept ${id}`);
    });

  program
    .command('accept')
    .argument('[incident]', 'may be left out while one incident is open')
    .description('take over an incident that was handed to you')
    .addHelpText('after', '\nExample:\n  $ candor accept k3j9x2m4p7qa')
    .action(async (given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const id = await incidentId(session, given);
      const { handover } = await session.client().acceptHandover(id);
      const at = handover.accepted?.at ?? handover.at;
      print(session, { handover }, () => `${id} is yours since ${clockTime(at, instant(surroundings.now()))}.`);
    });

  program
    .command('loop')
    .argument('<reference>', 'a ticket or a handle of somebody who waits; never public')
    .argument('[incident]', 'may be left out while one incident is open')
    .option('--answered', 'they have their answer: the reference is the id that was printed')
    .description('note who waits for an answer of their own, and that they got it')
    .addHelpText('after', '\nExamples:\n  $ candor loop TICKET-4711\n  $ candor loop --answered k3j9x2m4p7qa')
    .action(async (reference: string, given: string | undefined, flags: { answered?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const client = session.client();
      const id = await incidentId(session, given);
      const { loop } = await (flags.answered ? client.answerLoop(id, reference) : client.noteLoop(id, reference));
      print(session, { loop }, () =>
        loop.answered
          ? `${loop.reference} is answered.`
          : `${loop.reference} is noted as ${loop.id}. Once answered: candor loop --answered ${loop.id} ${id}`,
      );
    });
}
