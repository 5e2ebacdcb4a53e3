import { deskClient } from '../../../shared/client/desk.ts';
import { SOURCE_LABEL } from '../../../shared/client/desk-words.ts';
import { clockTime } from '../../../shared/client/words.ts';
import { DESK_SOURCES, type DeskSource } from '../../../shared/core/desk/mention.ts';
import { instant } from '../../../shared/core/instant.ts';
import { capital } from '../../../shared/wording/capital.ts';
import { type StageFlags, stageOnAws } from '../aws/stage.ts';
import { print, type Session } from '../session.ts';
import { EXIT, UsageError } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { type BearerFlags, withBearer } from './bearer.ts';
import { priceLines } from './prices.ts';

export type ConnectFlags = StageFlags & BearerFlags & { yes?: boolean };

/** Throws a `UsageError` for what is no place where customers are heard. */
function sourceNamed(written: string): DeskSource {
  const source = DESK_SOURCES.find((one) => one === written.toLowerCase());
  if (source !== undefined) return source;
  throw new UsageError(`"${written}" is no place where customers are heard; those are ${DESK_SOURCES.join(', ')}`);
}

/** `candor desk connect`: the price, then a yes, then the token that counting takes, then it is heard. Answers how it ends. */
export async function connect(session: Session, written: string, flags: ConnectFlags): Promise<number> {
  const { surroundings } = session;
  const source = sourceNamed(written);
  const label = SOURCE_LABEL[source];
  const desk = deskClient(session.client());
  const there = (await desk.list()).sources.find((one) => one.source === source);
  if (there === undefined) {
    const why = `${label} is not heard by this system. Write "${source}" into desk.sources of the config, ${source === 'mail' ? 'with desk.ticketSystem,' : 'its channel into channels,'} and deploy`;
    return refused(session, why);
  }
  const on = source === 'x' && flags.stage !== undefined ? stageOnAws(surroundings, flags) : undefined;
  const query = on?.config.desk.query;
  surroundings.err(
    [`To hear customers on ${label}, in US dollars:`, ...priceLines(source, on && (query ?? 'none'))].join('\n  '),
  );
  if (there.connected !== undefined && flags.bearer === undefined) {
    const { at, by } = there.connected;
    const since = clockTime(at, instant(surroundings.now()));
    const way = await wayIn(session, source);
    print(session, there, () =>
      [`${capital(label)} is heard already: ${by} connected it at ${since}. Nothing was changed.`, ...way].join('\n'),
    );
    return EXIT.ok;
  }
  if (!flags.yes && !isYes(await surroundings.ask(`Hear what customers say on ${label}? [y/N]`)))
    return refused(session, 'nobody agreed. Without a question: --yes');
  const bearer = on === undefined || query === undefined ? undefined : await withBearer(surroundings, on, query, flags);
  if (bearer?.is === 'refused') return refused(session, `X does not count with that token: ${bearer.says}`);
  const answer = await desk.connect(source, true);
  const way = await wayIn(session, source);
  print(session, answer, () =>
    [
      `${capital(label)} is heard from now on; what is said is in the console, under Desk, within a minute.`,
      ...(bearer?.is === 'kept'
        ? ['The token counts posts, and is kept beside those of the account; one count was paid for.']
        : []),
      ...way,
      `No more: candor desk disconnect ${source}`,
    ].join('\n'),
  );
  return EXIT.ok;
}

/** Of mail, where the ticket system of the house sends what people write, and by what it is known: for a person to read. */
async function wayIn(session: Session, source: DeskSource): Promise<string[]> {
  if (source !== 'mail' || session.json) return [];
  const { ticketSystem } = await session
    .client()
    .call<{ ticketSystem?: { path: string; secret: string } }>('GET', '/v1/intake');
  if (ticketSystem === undefined) return [];
  const { path, secret } = ticketSystem;
  return [
    `Have your ticket system POST each message to ${session.profile().opsUrl}${path}`,
    `  with the header  Authorization: Bearer ${secret}`,
    '  docs/ticket-systems.md has the body, and what it is sent.',
  ];
}

/** `candor desk disconnect`: what was heard stays for as long as it is kept. */
export async function disconnect(session: Session, written: string): Promise<void> {
  const source = sourceNamed(written);
  const answer = await deskClient(session.client()).connect(source, false);
  print(
    session,
    answer,
    () =>
      `${capital(SOURCE_LABEL[source])} is not heard any more, and nobody there is answered. What was heard stays in the desk for as long as it is kept.`,
  );
}

function refused(session: Session, why: string): number {
  if (session.json) print(session, { connected: false, why }, () => '');
  else session.surroundings.err(`error: ${why}.\nNothing was connected.`);
  return EXIT.refused;
}
