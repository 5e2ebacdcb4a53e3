import type { ApiIncident } from '../../../shared/client/types.ts';
import { isOver } from '../../../shared/client/words.ts';
import { stagesOf } from '../../../shared/config/stages.ts';
import { type StageFlags, type StageOnAws, stageOnAws } from '../aws/stage.ts';
import { configPath, readConfig } from '../config/file.ts';
import type { Session } from '../session.ts';
import { isYes } from '../yes.ts';
import { accountIn, heldText, stagesHolding } from './other-stages.ts';
import { connectCommand, type Poster } from './poster.ts';

export type ArmFlags = StageFlags & { yes?: boolean };

/** Whether a channel may be armed: `no` with why; `asked` once the person has seen as whom, and what would be posted first. */
export type MayArm = { may: true } | { may: false; why: string };

/**
 * Shows as whom and what would be posted first, and asks whoever sits at a terminal. An account that another stage has is
 * refused. What is armed already is tried again without a word: that is how a person says that credits or tokens are
 * mended, at whatever hour.
 */
export async function mayArm(session: Session, flags: ArmFlags, poster: Poster): Promise<MayArm> {
  const { surroundings } = session;
  const { channels } = await session.client().control();
  if (channels[poster.channel] === 'live') return { may: true };
  const shared = await sharedAccount(session, flags, poster);
  if (shared.state === 'held') return { may: false, why: shared.why };
  surroundings.err([...shared.lines, ...(await firstPosts(session))].join('\n'));
  if (flags.yes) return { may: true };
  const atTerminal = surroundings.prompts !== undefined;
  if (shared.state === 'alone' && !atTerminal) return { may: true };
  const answer = await surroundings.ask('Post in public from now on? [y/N]');
  if (isYes(answer)) return { may: true };
  return {
    may: false,
    why:
      shared.state === 'unknown' && !atTerminal
        ? 'whether another stage has the account is not known; with --yes it is armed all the same'
        : `nobody said yes; ${poster.label} stays as it is`,
  };
}

type Shared = { state: 'alone' | 'unknown'; lines: string[] } | { state: 'held'; why: string };

/** Only where the config has several stages can two of them have one account. */
async function sharedAccount({ surroundings }: Session, flags: ArmFlags, poster: Poster): Promise<Shared> {
  let on: StageOnAws;
  try {
    if (stagesOf(readConfig(configPath(surroundings, flags.config))).length < 2) return { state: 'alone', lines: [] };
    on = stageOnAws(surroundings, flags);
    const id = await accountIn(on, poster);
    if (id === undefined)
      return {
        state: 'unknown',
        lines: [`The stage ${on.name} has no account of ${poster.label} yet: ${connectCommand(poster, on.name)}`],
      };
    const holders = await stagesHolding(surroundings, on, id, poster);
    if (holders.length > 0) return { state: 'held', why: heldText(poster.shown(id), holders, poster) };
    return { state: 'alone', lines: [`Account ${poster.shown(id)}; no other stage has it.`] };
  } catch (error) {
    return {
      state: 'unknown',
      lines: [`Whether another stage has the same account is not known: ${(error as Error).message}`],
    };
  }
}

/** A rehearsal counts for nothing in public: what is open is told as it stands when a channel is armed. */
async function firstPosts(session: Session): Promise<string[]> {
  const { incidents } = await session.client().list({ open: true });
  const told = incidents.filter((incident) => incident.handling !== 'drill' && !isOver(incident));
  if (told.length === 0) return ['Nothing is open: the next post is the first word about the next incident.'];
  return [
    `The next ${told.length === 1 ? 'post is' : 'posts are'} about what is open, within a minute:`,
    ...told.map((incident) => `  ${incident.id} ${incident.title}: “${newestWords(incident)}”`),
  ];
}

const newestWords = ({ entries }: ApiIncident): string => {
  const words = entries.findLast(({ message }) => message !== undefined)?.message ?? '';
  return words.length > 140 ? `${words.slice(0, 140)}…` : words;
};
