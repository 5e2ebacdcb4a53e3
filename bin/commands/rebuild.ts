import type { Command } from 'commander';
import type { CandorClient } from '../../shared/client/client.ts';
import { spoken } from '../../shared/config/voice.ts';
import { SECOND_MS } from '../../shared/core/instant.ts';
import type { RebuildProgress } from '../../shared/ports/site-index.ts';
import { sayClock, sayMonth } from '../../shared/wording/time.ts';
import { print, sessionOf } from './session.ts';
import { EXIT, type Surroundings } from './surroundings.ts';

const LOOK_EVERY_MS = SECOND_MS;

/** The publisher works in stretches of about 15 s. What stands still for longer than it takes to begin one is asked again. */
const ASK_AGAIN_AFTER_MS = 5 * SECOND_MS;

/** Two ticks of the sweep: if nothing has moved by then, nobody is working on it. */
const GIVE_UP_AFTER_MS = 120 * SECOND_MS;

/** `candor rebuild`: every page, feed and document again, from the log. */
export function addRebuild(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('rebuild')
    .description('render the whole status site again from the log; what customers read stays up meanwhile')
    .addHelpText('after', '\nExample:\n  $ candor rebuild')
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const progress = await followed(session.client(), surroundings);
      if (progress.state === 'done') {
        print(session, progress, () => `Rebuilt from the log: ${inWords(progress)}, at ${sayClock(progress.doneAt!)}.`);
        return;
      }
      ended(EXIT.refused);
      print(
        session,
        progress,
        () =>
          `Not finished: ${inWords(progress)}, and nothing has moved for ${GIVE_UP_AFTER_MS / SECOND_MS} s. The sweep goes on with it once a minute; the log of the function publish-site says what holds it up. "candor rebuild" follows it again.`,
      );
    });
}

/** Asks for a rebuild and stays with it, until it is done or nothing moves any more. */
export async function followed(client: CandorClient, surroundings: Surroundings): Promise<RebuildProgress> {
  let progress = await client.rebuild();
  let movedAt = surroundings.now();
  let askedAt = movedAt;
  let askedAtCount = -1;
  tell(surroundings, progress);
  while (progress.state === 'running' && surroundings.now() - movedAt < GIVE_UP_AFTER_MS) {
    await surroundings.wait(LOOK_EVERY_MS);
    // Once for each stretch that ended: who was asked may not have begun yet.
    const waits = progress.waits === true && progress.incidents !== askedAtCount;
    const stands = waits || surroundings.now() - Math.max(movedAt, askedAt) >= ASK_AGAIN_AFTER_MS;
    if (stands) [askedAt, askedAtCount] = [surroundings.now(), progress.incidents];
    const next = await (stands ? client.rebuild() : client.rebuildProgress());
    if (next.incidents !== progress.incidents || next.month !== progress.month) {
      movedAt = surroundings.now();
      tell(surroundings, next);
    }
    progress = next;
  }
  return progress;
}

function tell(surroundings: Surroundings, { state, incidents, month }: RebuildProgress): void {
  if (state === 'running' && month !== undefined)
    surroundings.err(`${counted(incidents)} rendered, at ${sayMonth(spoken, month)}`);
}

const inWords = ({ incidents }: RebuildProgress): string => `${counted(incidents)} with all pages, feeds and documents`;

const counted = (incidents: number): string => `${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`;
