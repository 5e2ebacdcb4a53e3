import type * as z from 'zod';
import {
  findByAddress,
  type OutsidePorts,
  takeOut,
  type Vouched,
  type Vouching,
  vouchFor,
} from '../app/subscribers/vouch.ts';
import { countFrom, type Some, someOf } from '../app/subscribers/walk.ts';
import { parseBody, whatIsWrong } from '../contract/parse.ts';
import { type FieldError, invalid, Problem } from '../contract/problem.ts';
import type * as answers from '../contract/subscriber-answers.ts';
import {
  findSubscriberBody,
  GONE_BECAUSE,
  importSubscribersBody,
  subscriberBody,
} from '../contract/subscriber-schemas.ts';
import { chunksOf } from '../core/chunks.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { hookKindOf } from '../core/hooks/address.ts';
import { instant, msBetween, SECOND_MS } from '../core/instant.ts';
import { maskedAddress, readMailAddress } from '../core/subscribers/address.ts';
import type { SubscriberState } from '../core/subscribers/census.ts';
import {
  beginningOf,
  channelBehind,
  isSubscriberId,
  type Place,
  placeFrom,
  placeText,
} from '../core/subscribers/place.ts';
import {
  EVERYTHING,
  type Gone,
  isPersonalChannel,
  PERSONAL_CHANNELS,
  type PersonalChannel,
  personalChannelOf,
  type Subscriber,
  type SubscriberKind,
} from '../core/subscribers/subscriber.ts';
import { NOT_TAKEN } from '../wording/subscribers.ts';
import { type Caller, may } from './caller.ts';

export type SubscriberApiPorts = OutsidePorts & {
  components: ReadonlySet<string>;
  /** Where people sign up themselves. */
  siteUrl: string;
};

type Query = Readonly<Record<string, string | undefined>> | undefined;
type View = z.output<typeof answers.subscriber>;
type Row = z.output<typeof answers.subscribersImported>['rows'][number];

/** A page of the subscribers of one channel. Whoever may not administer sees no address. */
export async function listSubscribers(
  { subscribers, clock }: SubscriberApiPorts,
  query: Query,
  caller: Caller,
): Promise<z.output<typeof answers.subscriberList>> {
  const { channel = 'mail', state, limit = '100' } = query ?? {};
  const size = Number(limit);
  const wrong: FieldError[] = [
    ...(isPersonalChannel(channel)
      ? []
      : [{ field: 'channel', reason: `must be one of ${PERSONAL_CHANNELS.join(', ')}` }]),
    ...(state === undefined || isState(state)
      ? []
      : [{ field: 'state', reason: `must be one of ${STATES.join(', ')}` }]),
    ...(Number.isInteger(size) && size >= 1 && size <= 1_000
      ? []
      : [{ field: 'limit', reason: 'must be a whole number from 1 to 1000' }]),
  ];
  const from = placeIn(query, isPersonalChannel(channel) ? channel : 'mail');
  if (from === undefined || from.channel !== channel) wrong.push(NO_PLACE);
  if (wrong.length > 0 || from === undefined) throw invalid(wrong);
  const asked = state !== undefined && isState(state) ? { state } : {};
  return pageView(await someOf(subscribers, from, { limit: size, now: clock.now(), ...asked }), caller);
}

/** So many in one answer: at 1.5 KB each the most that anybody has chosen, it is far below what a function may answer. */
const EXPORTED_AT_ONCE = 2_000;

/** Everybody of every channel with all that is kept of them, in pages. */
export async function exportSubscribers(
  { subscribers, clock }: SubscriberApiPorts,
  query: Query,
  caller: Caller,
): Promise<z.output<typeof answers.subscriberList>> {
  const from = placeIn(query, 'mail');
  if (from === undefined) throw invalid([NO_PLACE]);
  const some = await someOf(subscribers, from, {
    limit: EXPORTED_AT_ONCE,
    now: clock.now(),
  });
  const behind = some.next ?? channelBehind(from);
  return pageView({ people: some.people, ...(behind === undefined ? {} : { next: behind }) }, caller);
}

/** How many there are from a place on, as far as one call looks. */
export async function countSubscribers(
  { subscribers, clock }: SubscriberApiPorts,
  query: Query,
): Promise<z.output<typeof answers.subscriberCount>> {
  const from = placeIn(query, 'mail');
  if (from === undefined) throw invalid([NO_PLACE]);
  const { census, next } = await countFrom(subscribers, from, clock.now());
  return { kinds: { ...census }, ...nextOf(next) };
}

/** Adds one for whom the caller vouches. The status, and the answer. */
export async function addSubscriber(ports: SubscriberApiPorts, body: unknown, caller: Caller) {
  const given = vouched(ports, parseBody(subscriberBody, body), 'api');
  if ('wrong' in given) throw invalid(given.wrong);
  const came = await vouchFor(ports, given);
  if (came.is === 'left') throw hasLeft(came.gone, ports.siteUrl);
  const answer: z.output<typeof answers.subscriberPut> = { subscriber: subscriberView(came.subscriber, caller) };
  return { status: came.is === 'added' ? 201 : 200, body: answer };
}

/** So many are under way at once: an import of 1,000 ends within its function's time. */
const AT_ONCE = 40;

/** So long somebody is begun with: what is under way then ends within the ten seconds of the function. */
const BEGUN_WITHIN_MS = 5 * SECOND_MS;

/**
 * Adds many, and says of each what came of it. Nothing that is wrong with one keeps out another; those for whom there was no
 * time are to be sent again.
 */
export async function importSubscribers(
  ports: SubscriberApiPorts,
  body: unknown,
): Promise<z.output<typeof answers.subscribersImported>> {
  const { subscribers: given } = parseBody(importSubscribersBody, body);
  const began = ports.clock.now();
  const rows: Row[] = [];
  for (const chunk of chunksOf([...given.entries()], AT_ONCE)) {
    const isTime = msBetween(began, ports.clock.now()) < BEGUN_WITHIN_MS;
    const one = ([row, body]: [number, unknown]): Promise<Row> | Row =>
      isTime ? importRow(ports, row, body) : { row, is: 'later' };
    rows.push(...(await Promise.all(chunk.map(one))));
  }
  const count = (is: Row['is']) => rows.filter((one) => one.is === is).length;
  return {
    added: count('added'),
    known: count('known'),
    left: count('left'),
    refused: count('refused'),
    later: count('later'),
    rows,
  };
}

async function importRow(ports: SubscriberApiPorts, row: number, body: unknown): Promise<Row> {
  const parsed = subscriberBody.safeParse(body);
  const given = parsed.success ? vouched(ports, parsed.data, 'import') : { wrong: whatIsWrong(parsed.error, body) };
  if ('wrong' in given)
    return { row, is: 'refused', reason: given.wrong.map(({ field, reason }) => `${field} ${reason}`).join('; ') };
  const came = await vouchFor(ports, given);
  return { row, is: came.is, id: idOf(came) };
}

const idOf = (came: Vouching): string => (came.is === 'left' ? came.gone.id : came.subscriber.id);

/** The kind of an address that is called; undefined for any other. */
const calledKindOf = (address: string) => (/^https:/i.test(address.trim()) ? hookKindOf(address.trim()) : undefined);

/** Who has this address. It stands in the body, since addresses of calls are logged. */
export async function findSubscriber(
  ports: SubscriberApiPorts,
  body: unknown,
  caller: Caller,
): Promise<z.output<typeof answers.subscriberFound>> {
  const { address, kind = calledKindOf(address) ?? 'mail' } = parseBody(findSubscriberBody, body);
  const read = kind === 'mail' ? readMailAddress(address) : undefined;
  // What is not taken now may have been before: whoever has to erase it must find it.
  if (read === 'empty' || read === 'syntax' || read === 'foreign-letters')
    throw invalid([{ field: 'address', reason: NOT_TAKEN[read] }]);
  const { channel, id, subscriber, gone } = await findByAddress(ports, kind, address.trim());
  return {
    channel,
    id,
    ...(subscriber === undefined ? {} : { subscriber: subscriberView(subscriber, caller) }),
    ...(gone === undefined ? {} : { gone }),
  };
}

/** Deletes somebody with their address. */
export async function eraseSubscriber(
  ports: SubscriberApiPorts,
  { channel = '', id = '' }: Readonly<Record<string, string | undefined>>,
  query: Query,
): Promise<z.output<typeof answers.subscriberGone>> {
  const reason = query?.reason ?? 'erased';
  const why = GONE_BECAUSE.find((one) => one === reason);
  if (why === undefined) throw invalid([{ field: 'reason', reason: `must be one of ${GONE_BECAUSE.join(', ')}` }]);
  const known = isPersonalChannel(channel) && isSubscriberId(id);
  const gone = known ? await takeOut(ports, channel, id, why) : undefined;
  if (gone !== undefined) return { gone };
  throw new Problem({
    type: 'no-such-subscriber',
    title: 'There is no such subscriber',
    status: 404,
    detail: 'Nobody of this id is there. POST /v1/subscribers/find says who has an address. Nothing was changed.',
  });
}

const STATES = ['pending', 'confirmed', 'quarantined'] as const satisfies readonly SubscriberState[];
const isState = (text: string): text is SubscriberState => STATES.some((one) => one === text);

const NO_PLACE: FieldError = { field: 'after', reason: 'must be the `next` of a page before, unchanged' };

const placeIn = (query: Query, channel: PersonalChannel): Place | undefined =>
  query?.after === undefined ? beginningOf(channel) : placeFrom(query.after);

const nextOf = (next: Place | undefined) => (next === undefined ? {} : { next: placeText(next) });

const pageView = ({ people, next }: Some, caller: Caller): z.output<typeof answers.subscriberList> =>
  // What people and other systems wrote stands beside it.
  plainParts({ subscribers: people.map((one) => subscriberView(one, caller)), ...nextOf(next) }).value;

/** What is shown of somebody: the address and what could hold it to administrators alone. */
function subscriberView(one: Subscriber, caller: Caller): View {
  const { id, kind, address, state, choice, zone, owner, format, consent, confirmedAt, quarantined } = one;
  const { components, incident, level, minImpact, maintenance } = choice;
  const { at, how, words, proof } = consent;
  const full = may(caller, 'administer');
  return {
    channel: personalChannelOf(kind),
    id,
    kind,
    address: full ? address : maskedAddress(kind, address),
    state,
    choice: {
      ...(components === undefined ? {} : { components }),
      ...(incident === undefined ? {} : { incident }),
      level,
      minImpact,
      maintenance,
    },
    ...(zone === undefined ? {} : { zone }),
    ...(owner === undefined ? {} : { owner: full ? owner : maskedAddress('mail', owner) }),
    ...(format === undefined ? {} : { format }),
    consent: { at, how, words, ...(proof === undefined || !full ? {} : { proof }) },
    ...(confirmedAt === undefined ? {} : { confirmedAt }),
    ...(quarantined === undefined ? {} : { quarantined }),
  };
}

/** Somebody as the caller describes them, or every field that is wrong. No reason quotes an address. */
function vouched(
  { clock, components }: SubscriberApiPorts,
  { kind, address, choice, zone, consent }: z.output<typeof subscriberBody>,
  how: 'api' | 'import',
): Vouched | { wrong: FieldError[] } {
  const read = readAddress(kind, address);
  const at = instant(Date.parse(consent.at));
  const wrong: FieldError[] = [
    ...('reason' in read ? [{ field: 'address', reason: read.reason }] : []),
    ...(at > clock.now() ? [{ field: 'consent.at', reason: 'lies in the future' }] : []),
    ...(choice?.components ?? []).flatMap((id, index) =>
      components.has(id)
        ? []
        : [
            {
              field: `choice.components.${index}`,
              reason: 'is no component of this page; its ids stand in the config',
            },
          ],
    ),
  ];
  if (wrong.length > 0 || 'reason' in read) return { wrong };
  const { source: words, proof } = consent;
  return {
    kind,
    address: read.address,
    choice: {
      level: choice?.level ?? EVERYTHING.level,
      minImpact: choice?.minImpact ?? EVERYTHING.minImpact,
      maintenance: choice?.maintenance ?? EVERYTHING.maintenance,
      ...(choice?.components === undefined ? {} : { components: choice.components }),
      ...(choice?.incident === undefined ? {} : { incident: choice.incident }),
    },
    ...(zone === undefined ? {} : { zone }),
    consent: { at, how, words, ...(proof === undefined ? {} : { proof }) },
  };
}

/** The address as it is kept, or why it is not. An endpoint has to show that its owner wants it: nobody else can vouch. */
function readAddress(kind: SubscriberKind, address: string): { address: string } | { reason: string } {
  if (kind !== 'mail')
    return {
      reason: 'is no mail address: rooms, webhooks and browsers are signed up by their owners on the page itself',
    };
  const read = readMailAddress(address);
  return typeof read === 'string' ? { reason: NOT_TAKEN[read] } : { address: read.address };
}

function hasLeft({ why, at }: Gone, siteUrl: string): Problem {
  return new Problem({
    type: 'subscriber-left',
    title: 'They asked to be told no more',
    status: 409,
    detail: `They left at ${at} (${why}), and only they themselves can come back: ask them to follow ${siteUrl}. Nothing was changed.`,
  });
}
