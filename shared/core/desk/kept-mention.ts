import { DAY_MS, type Instant, MINUTE_MS, plus } from '../instant.ts';
import type { Match } from './match.ts';
import type { Author, Heard } from './mention.ts';
import { mentionId, personId } from './names.ts';

/**
 * What becomes of a mention. `new`: nobody has it; `taken`: somebody looks at it; `answered`: they were told, or are being
 * told; `handed`: it goes on in private, under a case; `left`: somebody decided that nothing is said; `expired`: an answer
 * was made and did not go out, so it waits for a person again.
 */
export const MENTION_STATES = ['new', 'taken', 'answered', 'handed', 'left', 'expired'] as const;
export type MentionState = (typeof MENTION_STATES)[number];

/** A courtesy between people: nobody else opens what somebody has taken, for so long (docs/rules.md, Desk). */
export const TAKEN_FOR_MS = 3 * MINUTE_MS;

/** Everything about a mention is gone after this, its words sooner (docs/rules.md, Desk privacy). */
export const MENTION_KEPT_MS = 30 * DAY_MS;

/** What we keep of a mention. `person` is our own name for its author; of what is private no words are kept. */
export type Mention = Pick<Heard, 'source' | 'theirs' | 'at' | 'summoned' | 'direct'> & {
  id: string;
  person: string;
  /** What an answer has to name; with its words go the author's handle and what it replies to. */
  to: { author: Author; conversation?: string; thread?: string };
  text?: string;
  answers?: { handle?: string; text?: string; ours: boolean };
  language?: string;
  heardAt: Instant;
  about: Pick<Match, 'components' | 'trouble' | 'why'>;
  incident?: string;
  state: MentionState;
  /** Since when it is in this state, and through whom. */
  since: Instant;
  by?: string;
  takenUntil?: Instant;
  /** Why it waits again, where an answer did not go out. */
  reason?: string;
  case?: string;
  /** Its words are gone: `old` after a week, `deleted` by their author, `unsure` where nobody could look any more. */
  emptied?: 'old' | 'deleted' | 'unsure';
  version: number;
};

/** A mention as it is first kept. */
export function keptMention(heard: Heard, { incident, ...about }: Match, now: Instant): Mention {
  const { source, theirs, at, summoned, direct, author, conversation, thread, text, answers, language } = heard;
  return {
    id: mentionId(heard),
    source,
    theirs,
    at,
    summoned,
    direct,
    person: personId(source, author),
    to: {
      author,
      ...(conversation === undefined ? {} : { conversation }),
      ...(thread === undefined ? {} : { thread }),
    },
    // What nobody else can read is read where it was written.
    ...(direct ? {} : { text, ...(answers === undefined ? {} : { answers: repliedTo(answers) }) }),
    ...(language === undefined ? {} : { language }),
    heardAt: now,
    about: direct ? { ...about, why: 'a private message' } : about,
    ...(incident === undefined ? {} : { incident }),
    state: 'new',
    since: now,
    version: 1,
  };
}

const repliedTo = ({ handle, text, ours }: NonNullable<Heard['answers']>) => ({
  ...(handle === undefined ? {} : { handle }),
  ...(text === undefined ? {} : { text }),
  ours,
});

/** The state that people see: what was taken and not answered in time is free again. */
export const stateAt = ({ state, takenUntil }: Mention, now: Instant): MentionState =>
  state === 'taken' && (takenUntil === undefined || takenUntil <= now) ? 'new' : state;

/** True while it waits for somebody. */
export const isWaiting = (mention: Mention, now: Instant): boolean =>
  ['new', 'taken', 'expired'].includes(stateAt(mention, now));

/** A change of its state, through somebody. `case`: the private case in which it goes on. */
export type Move = {
  to: Exclude<MentionState, 'new'>;
  by: string;
  reason?: string;
  case?: string;
  incident?: string;
};

/** The mention after a move at `now`. What it was before is no matter: who may move it, the use case asks. */
export function moved(mention: Mention, { to, by, reason, case: name, incident }: Move, now: Instant): Mention {
  const { takenUntil: _until, reason: _before, ...rest } = mention;
  return {
    ...rest,
    state: to,
    by,
    since: now,
    ...(to === 'taken' ? { takenUntil: plus(now, TAKEN_FOR_MS) } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(name === undefined ? {} : { case: name }),
    ...(incident === undefined ? {} : { incident }),
    version: mention.version + 1,
  };
}

/** The mention as nobody has it any more, before its three minutes have passed. */
export function givenBack(mention: Mention, now: Instant): Mention {
  const { takenUntil: _until, by: _by, ...rest } = mention;
  return { ...rest, state: 'new', since: now, version: mention.version + 1 };
}

/** In the queue: who waits longest first, and before them whoever says something that nobody has said. Never by fame. */
export function byWaiting(mentions: readonly Mention[]): Mention[] {
  const said = new Set<string>();
  const isNews = new Map(
    mentions
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
      .map((one) => {
        const news = one.about.components.some((id) => !said.has(id)) || (one.about.trouble && said.size === 0);
        for (const id of one.about.components) said.add(id);
        return [one.id, news] as const;
      }),
  );
  return mentions.toSorted((a, b) => {
    const [newsA, newsB] = [isNews.get(a.id) === true, isNews.get(b.id) === true];
    if (newsA !== newsB) return newsA ? -1 : 1;
    return a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1;
  });
}
