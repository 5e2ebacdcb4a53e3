import type { Command } from 'commander';
import type { CandorClient } from '../../shared/client/client.ts';
import type { Answered } from '../../shared/client/types.ts';
import { isOver } from '../../shared/client/words.ts';
import { instant } from '../../shared/core/instant.ts';
import { said } from './present.ts';
import { clientFor, type Profile, profile } from './profile.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { visibleLine } from './visible.ts';

/** One run of one command: who we are, how we print, and the surroundings. */
export type Session = {
  surroundings: Surroundings;
  json: boolean;
  profile: () => Profile;
  client: () => CandorClient;
};

export function sessionOf(command: Command, surroundings: Surroundings): Session {
  const flags = command.optsWithGlobals<{ json?: boolean; profile?: string }>();
  let own: Profile | undefined;
  let client: CandorClient | undefined;
  const ownProfile = () => {
    own ??= profile(surroundings, flags.profile);
    return own;
  };
  return {
    surroundings,
    json: flags.json ?? false,
    profile: ownProfile,
    client: () => {
      client ??= clientFor(surroundings, ownProfile());
      return client;
    },
  };
}

/** Prints one JSON document, or the text, whichever the person asked for. */
export function print(session: Session, document: unknown, text: () => string): void {
  session.surroundings.out(session.json ? JSON.stringify(document, null, 2) : text());
}

/** Prints what a command did, with every promise that it made. */
export function printSaid(session: Session, { incident, etag }: Answered): void {
  print(session, { ...incident, ...(etag === undefined ? {} : { etag }) }, () =>
    [said(incident, instant(session.surroundings.now())), ...waits(incident)].join('\n'),
  );
}

/** Of a restricted opening: what was typed is not said, and who it waits for. */
const waits = ({ draft }: Answered['incident']): string[] =>
  draft?.state === 'waiting'
    ? [
        `  waits for a second person: what you typed. Nothing of it is public.`,
        `  For that person: candor drafts show ${draft.id}, then approve it in the console`,
      ]
    : [];

/**
 * The incident that is meant: the one that was named, or the only one in that state. At 3 a.m. there is mostly one,
 * and nobody should have to look up its id; but we never choose between two.
 */
export async function incidentId(session: Session, given: string | undefined, wanted: 'open' | 'over' = 'open') {
  if (given !== undefined) return given;
  const { incidents } = await session.client().list(wanted === 'open' ? { open: true } : {});
  const candidates = incidents.filter((incident) => isOver(incident) === (wanted === 'over'));
  const [only, ...others] = candidates;
  if (!only)
    throw new UsageError(
      wanted === 'open'
        ? 'no incident is open; open one with "candor open". To go on with one that is over: candor reopen ID ("candor list --all" has the ids)'
        : 'no incident is resolved',
    );
  if (others.length > 0)
    throw new UsageError(
      `several incidents could be meant; name one:\n${candidates.map(({ id, title }) => visibleLine(`  ${id}  ${title}`)).join('\n')}`,
    );
  session.surroundings.err(visibleLine(`incident ${only.id}: ${only.title}`));
  return only.id;
}
