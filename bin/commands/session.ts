import type { Command } from 'commander';
import type { CandorClient } from '../../shared/client/client.ts';
import type { Answered } from '../../shared/client/types.ts';
import { type Called, isOver, nameIn, namesIn } from '../../shared/client/words.ts';
import { instant } from '../../shared/core/instant.ts';
import { said } from './present.ts';
import { clientFor, hasProfile, type Profile, profile } from './profile.ts';
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
  const flags = command.optsWithGlobals<{ json?: boolean; profile?: string; stage?: string }>();
  // "candor deploy" keeps how a stage is spoken to as the profile of its name.
  const named =
    flags.profile ?? (flags.stage !== undefined && hasProfile(surroundings, flags.stage) ? flags.stage : undefined);
  let own: Profile | undefined;
  let client: CandorClient | undefined;
  const ownProfile = () => {
    own ??= profile(surroundings, named);
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

/**
 * How colleagues call those who are `named` in an answer. The house is asked only where somebody is named and a person
 * reads it; where it does not answer, people are called as they sign in.
 */
export async function calledIn(session: Session, named: readonly (string | undefined)[]): Promise<Called> {
  if (session.json || named.every((one) => one === undefined)) return (actor) => actor;
  const names = await session
    .client()
    .people()
    .then(namesIn)
    .catch(() => undefined);
  return (actor) => nameIn(names, actor);
}

/** Prints what names people. */
export async function printNamed(
  session: Session,
  document: unknown,
  named: readonly (string | undefined)[],
  text: (called: Called) => string,
): Promise<void> {
  const called = await calledIn(session, named);
  print(session, document, () => text(called));
}

/** Prints what a command did, with every promise that it made. */
export async function printSaid(session: Session, { incident, etag }: Answered): Promise<void> {
  const last = incident.entries.at(-1);
  // What is said at once is one's own; of what a second person approved it is told whose it is.
  const named = last?.approvedBy === undefined ? [] : [last.actor];
  await printNamed(session, { ...incident, ...(etag === undefined ? {} : { etag }) }, named, (called) =>
    [said(incident, instant(session.surroundings.now()), called), ...waits(incident)].join('\n'),
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
