import { hookKindOf, isPushService, type UnfitAddress } from '../../core/hooks/address.ts';
import { readMailAddress } from '../../core/subscribers/address.ts';
import type { Choice, Subscriber } from '../../core/subscribers/subscriber.ts';
import { FIELDS } from '../../site/follow/fields.ts';
import { ADDRESS_PROBLEMS } from '../../wording/follow.ts';
import { HOOK_PROBLEMS } from '../../wording/follow-hooks.ts';
import { UNFIT_ADDRESS } from '../../wording/hooks.ts';
import type { HookPlace } from './hook-link.ts';
import type { HookAddress } from './hook-wish.ts';
import { type Followable, isByProgram, readChoice, zoneIn } from './read-form.ts';

/** What is wrong with an address from its spelling, as the carrier sees it. */
export type Unfit = (address: string) => UnfitAddress | undefined;

/** What somebody filled in to follow by an address that we call. `problem`: what is wrong with it, for them. */
export type HookFormRead =
  | { is: 'wish'; hook: HookAddress; choice: Choice; zone?: string }
  | { is: 'program' }
  | { is: 'problem'; problem: string; choice: Choice };

/** No address of a room or a program is longer, and none that is may fill the table. */
const LONGEST = 2_000;

/** Reads the form for rooms, programs and browsers. */
export function readHookForm(form: URLSearchParams, followable: Followable, unfit: Unfit): HookFormRead {
  if (isByProgram(form)) return { is: 'program' };
  const choice = readChoice(form, followable);
  const hook = form.get(FIELDS.kind) === 'push' ? readBrowser(form) : readHookFields(form, unfit);
  if ('problem' in hook) return { is: 'problem', problem: hook.problem, choice: choice.choice };
  if ('problem' in choice) return { is: 'problem', ...choice };
  return { is: 'wish', hook, choice: choice.choice, ...zoneIn(form) };
}

type Read = HookAddress | { problem: string };

const readHookFields = (form: URLSearchParams, unfit: Unfit): Read =>
  readHook(
    { address: form.get(FIELDS.hook) ?? '', owner: form.get(FIELDS.owner), format: form.get(FIELDS.format) },
    unfit,
  );

/**
 * Reads the address of a room or a program. `owner` and `format` count for a program alone, whose address is nobody's
 * mailbox and whose body has a choice of shape.
 */
export function readHook(
  { address: typed, owner, format }: { address: string; owner?: string | null; format?: string | null },
  unfit: Unfit,
): (HookAddress & HookPlace) | { problem: string } {
  const text = typed.trim();
  if (text === '') return { problem: HOOK_PROBLEMS.empty };
  if (text.length > LONGEST) return { problem: HOOK_PROBLEMS.long };
  const why = unfit(text);
  if (why !== undefined) return { problem: `${HOOK_PROBLEMS.address} ${UNFIT_ADDRESS[why]}.` };
  const kind = hookKindOf(text);
  if (kind === undefined) return { problem: HOOK_PROBLEMS.noRoom };
  const address = oneSpelling(kind, new URL(text));
  if (kind !== 'webhook') return { kind, address };
  const shape = readFormat(format ?? '');
  if ('problem' in shape) return shape;
  const whose = readOwner(owner ?? '');
  return 'problem' in whose ? whose : { kind, address, ...shape, ...whose };
}

/**
 * Two spellings of one address are one receiver. What stands behind a # is never sent; behind a ?, Slack reads nothing and
 * Discord the thread alone, so that one room would be many. Teams has its signature there.
 */
function oneSpelling(kind: HookPlace['kind'], url: URL): string {
  url.hash = '';
  const thread = kind === 'discord' ? url.searchParams.get('thread_id') : null;
  if (kind === 'slack' || kind === 'discord') url.search = '';
  if (thread) url.searchParams.set('thread_id', thread);
  return url.href;
}

/** How the body of a program's calls is made; ours, if nothing is said. */
export function readFormat(typed: string): Required<Pick<Subscriber, 'format'>> | { problem: string } {
  const format = typed || 'candor';
  return isFormat(format) ? { format } : { problem: HOOK_PROBLEMS.format };
}

/** Whom we mail if a program does not answer any more; it may be nobody. */
export function readOwner(typed: string): Pick<Subscriber, 'owner'> | { problem: string } {
  if (typed.trim() === '') return {};
  const mail = readMailAddress(typed);
  if (typeof mail === 'string') return { problem: `${HOOK_PROBLEMS.owner} ${ADDRESS_PROBLEMS[mail]}` };
  return { owner: mail.address };
}

/** A browser says by itself where it is told: a push service, a key of 65 bytes and a secret of 16 (RFC 8291). */
function readBrowser(form: URLSearchParams): Read {
  const [address, p256dh, auth] = [FIELDS.endpoint, FIELDS.p256dh, FIELDS.auth].map((name) => form.get(name) ?? '');
  if (!address || address.length > LONGEST || !isPushService(address)) return { problem: HOOK_PROBLEMS.noPushService };
  if (!p256dh || !auth || !/^[\w-]{87}=?$/.test(p256dh) || !/^[\w-]{22}={0,2}$/.test(auth))
    return { problem: HOOK_PROBLEMS.noKeys };
  return { kind: 'push', address, keys: { p256dh, auth } };
}

const isFormat = (text: string): text is NonNullable<Subscriber['format']> =>
  text === 'candor' || text === 'statuspage';
