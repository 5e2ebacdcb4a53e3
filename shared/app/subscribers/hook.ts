import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Carrier, HookKeys, PushKeys } from '../../ports/carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Carry, HandedOver, Letter } from '../../ports/letters.ts';
import type { SiteInput } from '../../site/context.ts';
import { incidentPath } from '../../site/paths.ts';
import { pushWords, type RoomView, roomWords } from '../../wording/rooms.ts';
import type { Voice } from '../../wording/sentences.ts';
import { candorCall } from '../hooks/bodies.ts';
import { statuspageCalls } from '../hooks/statuspage-bodies.ts';
import { type GoesOnPorts, goesOn } from './goes-on.ts';
import { linkTo } from './letters.ts';

/** What telling a room, a browser or a program takes. */
export type HookPorts = GoesOnPorts & {
  carrier: Pick<Carrier, 'webhook' | 'slack' | 'teams' | 'discord' | 'push'>;
  voice: Voice;
  brand: string;
  /** Names of components by their ids. */
  names: ReadonlyMap<string, string>;
  subscriberKey: () => Promise<string>;
  /** What the calls of one endpoint are signed with. */
  keysOf: (houseKey: string, endpoint: string) => HookKeys;
  /** What push services know us by. */
  pushKeys: (houseKey: string) => PushKeys;
  /** The site as it is now, for receivers that know Statuspage's shape. */
  site: () => Promise<SiteInput>;
  clock: Clock;
  warn: (message: string, error: unknown) => void;
};

/** Hands letters over by calls to addresses that their owners named. What cannot be written keeps nobody else from theirs. */
export const carriedByHook =
  (ports: HookPorts): Carry =>
  async (letter) => {
    try {
      return await carried(ports, letter);
    } catch (error) {
      ports.warn(`a message to subscriber ${letter.person.id} could not be written`, error);
      return { is: 'refused', reason: 'it could not be written' };
    }
  };

async function carried(ports: HookPorts, letter: Letter): Promise<HandedOver> {
  const { carrier, voice } = ports;
  const { person, incident } = letter;
  const houseKey = await ports.subscriberKey();
  switch (person.kind) {
    case 'webhook': {
      const calls = await callsFor(ports, letter);
      return carrier.webhook(person.address, calls, ports.keysOf(houseKey, person.id));
    }
    case 'slack':
    case 'teams':
    case 'discord':
      return carrier[person.kind](person.address, roomWords(voice, await viewOf(ports, letter)));
    case 'push': {
      const target = { endpoint: person.address, ...keysOf(person) };
      return carrier.push(target, pushWords(voice, await viewOf(ports, letter)), ports.pushKeys(houseKey));
    }
    case 'mail':
      throw new TypeError(`subscriber ${person.id} is told by mail, and ${incident.id} came to the hooks`);
  }
}

async function callsFor(ports: HookPorts, { person, incident, entry }: Letter) {
  const endUrl = await linkTo(ports, 'leave', person.id, undefined, 'hooks');
  if (person.format === 'statuspage') return statuspageCalls(await ports.site(), incident, entry.seq, endUrl);
  return [candorCall(incident, entry.seq, { siteUrl: ports.siteUrl, endUrl })];
}

const viewOf = async (ports: HookPorts, { person, incident, entry }: Letter): Promise<RoomView> =>
  roomView(ports, incident, entry, await linkTo(ports, 'leave', person.id, undefined, 'hooks'));

/** What a room would be told, as text. */
export async function roomText(ports: RoomPorts, incident: ReportedIncident, entry: Entry): Promise<string> {
  const words = roomWords(ports.voice, await roomView(ports, incident, entry, ports.siteUrl));
  const { headline, message, workaround, lines, goesOn: link } = words;
  return [
    headline,
    message,
    ...(workaround === undefined ? [] : [workaround]),
    lines.join('\n'),
    ...(link === undefined ? [] : [`${link.label}: ${link.url}`]),
  ].join('\n\n');
}

/** What the words of a room are made of. */
export type RoomPorts = Pick<HookPorts, 'voice' | 'brand' | 'names' | 'siteUrl' | 'titleOf' | 'clock'>;

const roomView = async (
  ports: RoomPorts,
  incident: ReportedIncident,
  entry: Entry,
  stopUrl: string,
): Promise<RoomView> => ({
  incident,
  entry,
  brand: ports.brand,
  affected: namesOf(ports, incident),
  pageUrl: `${ports.siteUrl}${incidentPath(incident.id)}`,
  goesOnIn: await goesOn(ports, incident),
  stopUrl,
  now: ports.clock.now(),
});

const namesOf = ({ names }: RoomPorts, { components }: ReportedIncident): string[] =>
  components.map(({ id }) => names.get(id) ?? id);

const keysOf = ({ keys }: Subscriber) => keys ?? { p256dh: '', auth: '' };
