/** Why an address of somebody else's choosing is not called, as far as its spelling says; words in `shared/wording/hooks.ts`. */
export type UnfitAddress = 'no-address' | 'not-https' | 'port' | 'credentials' | 'literal' | 'not-public';

/** `house`: whoever deploys, or a person of the directory. What they wrote down before there was a rule for ports still counts. */
export type ChosenBy = 'house' | 'stranger';

/**
 * What is wrong with `address` as one that somebody has us call, from its spelling alone; undefined if nothing is. That
 * its name leads to a public address is seen only when it is called (`shared/adapters/https/guarded-call.ts`).
 *
 * Only names are taken: an address in figures has two dozen spellings (decimal, octal, mapped, translated), and no
 * receiver on the web needs one.
 */
export function unfitAddress(address: string, chosenBy: ChosenBy = 'stranger'): UnfitAddress | undefined {
  if (!URL.canParse(address)) return 'no-address';
  const { protocol, port, username, password, hostname } = new URL(address);
  if (protocol !== 'https:') return 'not-https';
  if (username !== '' || password !== '') return 'credentials';
  if (port !== '' && chosenBy === 'stranger') return 'port';
  const name = hostname.replace(/\.$/, '');
  if (isLiteral(name)) return 'literal';
  return isPublicName(name) ? undefined : 'not-public';
}

/**
 * True of a webhook that a house may name for itself. Over https, because whoever reads it may act by it; a program on the
 * same machine is told without (where there is one: on AWS nobody is called there).
 */
export const isHookOfHouse = (address: string): boolean =>
  unfitAddress(address, 'house') === undefined || /^http:\/\/localhost(:\d+)?\//.test(address);

/** The URL parser has made figures of every way to write an IPv4 address, and what ends in a figure is one or no host. */
const isLiteral = (name: string): boolean => name.startsWith('[') || /(^|\.)(\d+|0x[\da-f]*)$/i.test(name);

/** Names that are never anybody's in the public DNS: RFC 6761, 6762, 8375, and ICANN's `internal` of 2024. */
const PRIVATE = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home\.arpa|test|invalid)$/;

const isPublicName = (name: string): boolean => name.includes('.') && !PRIVATE.test(name);

/** The kinds of address that are called, as somebody outside names them. */
export type HookKind = 'webhook' | 'slack' | 'teams' | 'discord';

/** By whose host and path a room is known. A host that is theirs with another path is no room. */
const ROOMS: readonly [HookKind, host: RegExp, path: RegExp][] = [
  ['slack', /^hooks\.slack(-gov)?\.com$/, /^\/services\//],
  ['discord', /^((ptb|canary)\.)?discord(app)?\.com$/, /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/],
  // Flows of Power Automate: the present hosts, and those that were to end on 2025-11-30.
  ['teams', /\.(environment\.api\.powerplatform\.com|logic\.azure\.com)$/, /\/workflows\/.+\/invoke$/],
];

/** A room by its address; a plain webhook for any other host; undefined for an address that is none of a room on its host. */
export function hookKindOf(address: string): HookKind | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname } = new URL(address);
  const there = ROOMS.filter(([, host]) => host.test(hostname));
  if (there.length === 0) return RETIRED.test(hostname) ? undefined : 'webhook';
  return there.find(([, , path]) => path.test(pathname))?.[0];
}

/** Connectors of Office 365, which Microsoft has ended; what they answer says nothing. */
const RETIRED = /^(outlook\.office(365)?\.com|.+\.webhook\.office\.com)$/;

/** The push services of the browsers. Others are not called: nothing there would have to echo a challenge first. */
const PUSH_SERVICES =
  /^(fcm\.googleapis\.com|(.+\.)?push\.services\.mozilla\.com|(.+\.)?push\.apple\.com|(.+\.)?notify\.windows\.com)$/;

export const isPushService = (endpoint: string): boolean =>
  unfitAddress(endpoint) === undefined && PUSH_SERVICES.test(new URL(endpoint).hostname);
