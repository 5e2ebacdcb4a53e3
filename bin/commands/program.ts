import { Command, CommanderError } from 'commander';
import { addAdvice } from './advice.ts';
import { addSecondThoughts } from './amendments.ts';
import { addArchive } from './archive/command.ts';
import { addBacktest } from './backtest/command.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config/command.ts';
import { addDeploy } from './deploy/command.ts';
import { addDesk } from './desk/command.ts';
import { addDestroy } from './destroy/command.ts';
import { addDoctor } from './doctor/command.ts';
import { addDrafts } from './drafts.ts';
import { addEmergency } from './emergency/command.ts';
import { reportFailure } from './failure.ts';
import { askWhat } from './guided/guided.ts';
import { addHandovers } from './handovers.ts';
import { addImport } from './import/command.ts';
import { addInit } from './init/command.ts';
import { addIntake } from './intake.ts';
import { addLooks } from './look.ts';
import { addMachines } from './machines.ts';
import { addMail } from './mail/command.ts';
import { addMaintenance } from './maintenance.ts';
import { addPeople } from './people.ts';
import { addRebuild } from './rebuild.ts';
import { addRecogniser } from './recogniser.ts';
import { addRemind } from './remind.ts';
import { addReplay } from './replay/command.ts';
import { addDrill } from './replay/drill.ts';
import { addReport } from './report/command.ts';
import { addRestore } from './restore/command.ts';
import { addStandby } from './standby/command.ts';
import { addStatements } from './statements.ts';
import { addSubscribers } from './subscribers/command.ts';
import { EXIT, type Surroundings } from './surroundings.ts';
import { addSwitches } from './switches.ts';
import { addUsers } from './users.ts';
import { addVerify } from './verify.ts';
import { withVisibleOutput } from './visible.ts';
import { addXCheck } from './x-check/command.ts';

const AFTER_HELP = `
Times:
  30m  2h  1h30m  90s           from the moment it is accepted
  14:30Z  14:30+02:00           the nearest time of day; a zone is always needed
  2026-11-22T14:30Z             an instant
  none                          no promise; the message says why

Where, and as whom:
  CANDOR_OPS_URL, CANDOR_CLIENT_ID, CANDOR_CLIENT_SECRET, CANDOR_SITE_URL, CANDOR_SIGN_IN_URL, else a profile of
  ~/.config/candor/profiles.json: {"default": {"opsUrl": "...", "siteUrl": "...", "clientId": "...", "clientSecret": "..."}},
  else the local "npm start" at http://localhost:4311 (one above CANDOR_PORT, if that is set).

Exit codes:
  0 done   1 refused, or a fault found   2 not understood   3 nobody answers   4 not signed in
  5 waits for a second person   130 interrupted`;

/** Runs the command line once; answers with the exit code. Everything it touches of the machine comes in as `outside`. */
export async function run(args: readonly string[], outside: Surroundings): Promise<number> {
  const json = args.includes('--json');
  const surroundings = withVisibleOutput(outside, json);
  let code: number = EXIT.ok;
  const program = new Command('candor')
    .description('Candor: say what is wrong, promise when you will say more, and keep your word.')
    .option('--json', 'print exactly one JSON document')
    .option('-p, --profile <name>', 'a profile of ~/.config/candor/profiles.json')
    .addHelpText('after', AFTER_HELP)
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.out(text.trimEnd()),
      writeErr: (text) => surroundings.err(text.trimEnd()),
    });
  const ended = (with_: number) => {
    code = with_;
  };
  addStatements(program, surroundings);
  addSecondThoughts(program, surroundings);
  addAdvice(program, surroundings);
  addDrafts(program, surroundings);
  addHandovers(program, surroundings);
  addPeople(program, surroundings);
  addMachines(program, surroundings);
  addLooks(program, surroundings);
  addMaintenance(program, surroundings);
  addSwitches(program, surroundings, ended);
  addInit(program, surroundings, ended);
  addConfig(program, surroundings, ended);
  addDeploy(program, surroundings, ended);
  addDestroy(program, surroundings, ended);
  addEmergency(program, surroundings, ended);
  addRestore(program, surroundings, ended);
  addStandby(program, surroundings, ended);
  addDoctor(program, surroundings, ended);
  addUsers(program, surroundings);
  addRemind(program, surroundings, ended);
  addIntake(program, surroundings);
  addArchive(program, surroundings, ended);
  addRebuild(program, surroundings, ended);
  addVerify(program, surroundings, ended);
  addReplay(program, surroundings, ended);
  addDrill(program, surroundings, ended);
  addBacktest(program, surroundings);
  addReport(program, surroundings);
  addImport(program, surroundings, ended);
  addSubscribers(program, surroundings, ended);
  addMail(program, surroundings, ended);
  addDesk(program, surroundings, ended);
  addRecogniser(program, surroundings);
  addXCheck(program, surroundings, ended);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
    command
      .option('--json', 'print exactly one JSON document')
      .option('-p, --profile <name>', 'a profile of ~/.config/candor/profiles.json')
      .copyInheritedSettings(program);
  }
  addCompletion(program, surroundings);
  try {
    const asked = args.length === 0 && surroundings.prompts ? [await askWhat(await surroundings.prompts())] : args;
    await program.parseAsync(asked, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportFailure(error, surroundings, json);
  }
}
