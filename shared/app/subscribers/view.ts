import { type ChannelView, neverSaid, pending } from '../../core/channel/owed.ts';
import type { Deliveries } from '../../core/delivery.ts';
import { isEnded } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { brakeOf, NEW_ACCOUNT, type PersonalAccount } from '../../core/subscribers/account.ts';
import { SHARDS } from '../../core/subscribers/subscriber.ts';
import { isEndOf, type Said, wouldHear } from '../../core/subscribers/telling.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import { changeAccount, pageOnce } from './account-record.ts';
import { pagesOf } from './pages-of.ts';
import type { TellPorts } from './tell-ports.ts';

/** What is to be told of one incident now. `newest`: of the entries that are still under way, what is told. */
export type TellView = { said: Said; newest: Entry; account: PersonalAccount; deliveries: Deliveries };

/**
 * Reads what is owed of an incident, and ends what is never told. Undefined if nothing can be told now: because nothing is
 * owed, or something stands in the way. The sweep asks again.
 */
export async function viewOf(ports: TellPorts, id: string): Promise<TellView | undefined> {
  const [entries, deliveries, control, { state: account = NEW_ACCOUNT }, { state: pace }] = await Promise.all([
    ports.log.load(id),
    ports.deliveries.of(id, ports.is.name),
    ports.control.read(),
    ports.account.read(),
    ports.pace.read(),
  ]);
  const incident = replayed(id, entries);
  if (incident.phase === 'unreported') return undefined;

  const now = ports.clock.now();
  const mode = channelMode(control, ports.is);
  const view: ChannelView = { label: ports.is.label, incident, deliveries, mode, rules: ports.rules, now };
  // Armed again, it owes nothing that was said while it was not.
  if (mode !== 'live' && account.armedAt !== undefined)
    await changeAccount(ports.account, ({ armedAt: _armedAt, ...rest }) => rest);
  const owed = await endingTheRest(ports, view);
  if (owed.length === 0) return undefined;
  if (mode === 'shadow') {
    await rehearse(ports, incident, owed, now);
    return undefined;
  }
  const { armedAt, gate } = account;
  if (armedAt === undefined || (gate !== undefined && gate.until > now)) return undefined;

  const brake = brakeOf(pace?.reputation);
  if (brake !== undefined) await pageOnce(ports, incident, `${brake}@${now.slice(0, 10)}`, { is: 'brake', of: brake });
  const heldBack = (entry: Entry) =>
    (control.frozen !== undefined && entry.automated) || (brake !== undefined && !isEndOf(entry));
  const newest = owed.findLast((entry) => !heldBack(entry));
  if (newest === undefined) return undefined;
  const sayable = incident.entries.filter(
    (entry) => entry.seq <= newest.seq && wasTold(deliveries, entry) && !(owed.includes(entry) && heldBack(entry)),
  );
  return { said: { incident, sayable, since: armedAt }, newest, account, deliveries };
}

/** Ends the entries under way that are never told, and answers with the others. */
async function endingTheRest(ports: TellPorts, view: ChannelView): Promise<Entry[]> {
  const owed: Entry[] = [];
  for (const entry of pending(view.incident, view.deliveries)) {
    const never = neverSaid(entry, view);
    if (never === undefined) owed.push(entry);
    else await ports.deliveries.put(view.incident.id, ports.is.name, entry.seq, never);
  }
  return owed;
}

/** True of an entry that is told, or was: not of one that was dropped, or only rehearsed. */
function wasTold(deliveries: Deliveries, { seq }: Entry): boolean {
  const delivery = deliveries.get(seq);
  if (delivery === undefined || !isEnded(delivery)) return true;
  return delivery.state === 'coalesced' || (delivery.state === 'delivered' && delivery.shadow !== true);
}

/**
 * In shadow everything runs, but only people of the house see it: the newest, as it would be told. Where nobody would hear
 * it they are left in peace.
 */
async function rehearse(ports: TellPorts, incident: ReportedIncident, owed: readonly Entry[], at: Instant) {
  const said = { incident, sayable: owed, since: incident.openedAt };
  if (await somebodyWouldHear(ports, said)) await ports.rehearse(incident, owed.at(-1)!);
  for (const { seq } of owed)
    await ports.deliveries.put(incident.id, ports.is.name, seq, {
      state: 'delivered',
      at,
      receipt: 'shadow',
      shadow: true,
    });
}

/** True if anybody follows what is said, as they do now. Ends at the first. */
async function somebodyWouldHear(ports: TellPorts, said: Said): Promise<boolean> {
  for (let shard = 0; shard < SHARDS[ports.is.name]; shard += 1) {
    for await (const page of pagesOf(ports.subscribers, { channel: ports.is.name, shard }))
      if (page.some((person) => wouldHear(person, said))) return true;
  }
  return false;
}
