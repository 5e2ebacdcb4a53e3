import { priceOf } from '../../../shared/core/x/budget.ts';
import { idIn, type Told, type TriedAccount } from './account.ts';

/** What one check found out, for a person and for a script. */
export type Learned = { check: string; learned: string; details?: Record<string, unknown> };

export type Trial = {
  x: TriedAccount;
  ownId: string;
  /** Makes every text of this run different from those of others, for the sake of X's duplicate filter. */
  mark: string;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  /** Posts if the person agrees; undefined if not. What X accepted is remembered, to be taken down in the end. */
  write: (what: string, dollars: number, send: () => Promise<Told>) => Promise<Told | undefined>;
  confirm: (question: string) => Promise<boolean>;
};

/** Two readings a second apart for two minutes cost at most 120 x 5 posts at $0.001, counted once a day each. */
const LONGEST_LAG_MS = 120_000;
const READ_EVERY_MS = 1_000;
const PLAIN = priceOf({ link: false });
const LINKED = priceOf({ link: true });

const SKIPPED = 'skipped';

/** Every check in the order in which they build on each other. Each asks before it writes. */
export const CHECKS: readonly ((trial: Trial, root: Told | undefined) => Promise<Learned>)[] = [
  limitHeaders,
  selfReply,
  timelineLag,
  sameTextTwice,
  bareNameAsLink,
  emptyCredits,
];

/** The post that the other checks build on. */
export const firstPost = (trial: Trial): Promise<Told | undefined> =>
  trial.write('one post', PLAIN, () => trial.x.post(`Testing our status account, ${trial.mark}.`));

async function limitHeaders(_trial: Trial, root: Told | undefined): Promise<Learned> {
  const check = 'limits that X tells with a post';
  if (root === undefined) return { check, learned: SKIPPED };
  const day = root.limits['x-user-limit-24hour-limit'];
  const cap = day === undefined ? 'no user limit over 24 hours in its headers' : `a user limit of ${day} in 24 hours`;
  return {
    check,
    learned: root.status === 201 ? cap : answerOf(root),
    details: { status: root.status, headers: root.limits },
  };
}

async function selfReply(trial: Trial, root: Told | undefined): Promise<Learned> {
  const check = 'a reply to our own post';
  const parent = root && idIn(root);
  const reply =
    parent && (await trial.write(check, PLAIN, () => trial.x.post(`A reply to ourselves, ${trial.mark}.`, parent)));
  if (!reply) return { check, learned: SKIPPED };
  const refused = reply.status === 403 && /mentioned|engaged/i.test(reply.words);
  const learned = refused
    ? 'refused as not summoned: set x.threads to false in candor.config.json'
    : idIn(reply)
      ? 'accepted: threads work'
      : answerOf(reply);
  return { check, learned, details: { status: reply.status, words: reply.words } };
}

async function timelineLag(trial: Trial): Promise<Learned> {
  const check = 'how soon our timeline shows a post';
  const post = await trial.write(check, PLAIN, () => trial.x.post(`How soon is this visible? ${trial.mark}`));
  const id = post && idIn(post);
  if (!id) return { check, learned: post ? answerOf(post) : SKIPPED };
  const sentAt = trial.now();
  while (trial.now() - sentAt < LONGEST_LAG_MS) {
    if ((await trial.x.newest(trial.ownId)).includes(id)) {
      const lagMs = trial.now() - sentAt;
      return { check, learned: `seen ${(lagMs / 1000).toFixed(1)} s after X accepted it`, details: { lagMs } };
    }
    await trial.wait(READ_EVERY_MS);
  }
  return { check, learned: 'not seen within two minutes: a lost answer could lead to a post twice' };
}

async function sameTextTwice(trial: Trial): Promise<Learned> {
  const check = 'the same text twice, and whether a refused post counts';
  const text = `Said twice, ${trial.mark}.`;
  const first = await trial.write('a post', PLAIN, () => trial.x.post(text));
  const second = first && (await trial.write('the very same post again', PLAIN, () => trial.x.post(text)));
  if (!first || !second) return { check, learned: SKIPPED };
  const refused = second.status === 403 && /duplicate/i.test(second.words);
  const filter = refused
    ? 'the second was refused as a duplicate'
    : idIn(second)
      ? 'both were accepted: X has no duplicate filter here'
      : answerOf(second);
  const [before, after] = [first, second].map(({ limits }) => limits['x-user-limit-24hour-remaining']);
  const known = before !== undefined && after !== undefined && refused;
  const counts = known ? (Number(after) < Number(before) ? '; it counted' : '; it did not count') : '';
  return {
    check,
    learned: filter + counts,
    details: { remainingAfterFirst: before ?? null, remainingAfterSecond: after ?? null },
  };
}

async function bareNameAsLink(trial: Trial): Promise<Learned> {
  const check = 'whether a bare status.sh is billed as a link';
  const post = await trial.write(`${check} (note your usage in X's console first)`, LINKED, () =>
    trial.x.post(`We restarted status.sh, ${trial.mark}.`),
  );
  if (!post) return { check, learned: SKIPPED };
  const learned = idIn(post)
    ? `look at the usage in X's console: it grew by $${PLAIN} (no link) or $${LINKED} (a link)`
    : answerOf(post);
  return { check, learned, details: { status: post.status } };
}

async function emptyCredits(trial: Trial): Promise<Learned> {
  const check = 'what X says without credits';
  const empty = await trial.confirm('Are the credits of this account used up right now?');
  const post = empty && (await trial.write(check, PLAIN, () => trial.x.post(`Without credits, ${trial.mark}.`)));
  if (!post) return { check, learned: SKIPPED };
  return { check, learned: answerOf(post), details: { status: post.status, words: post.words } };
}

const answerOf = ({ status, words }: Told): string => `X answered ${status || 'nothing'}: ${words || 'accepted'}`;
