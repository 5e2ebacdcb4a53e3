import { commandKey, incidentIdFor } from '../../contract/identity.ts';
import { type Complaint, FLOOD_WINDOW_MS, type Flood, floodIn, floodThreshold } from '../../core/desk/flood.ts';
import { type DeskHouse, type KnownFlood, knownAs, newHouse, present } from '../../core/desk/house.ts';
import type { OpenIncident } from '../../core/desk/match.ts';
import { counted, usualRate } from '../../core/desk/usual-rate.ts';
import { unreported } from '../../core/incident.ts';
import { type Instant, plus } from '../../core/instant.ts';
import { floodNotice, floodWords } from '../../wording/desk/floods.ts';
import { propose } from '../drafts.ts';
import { changeHouse } from './count-complaints.ts';
import { type DeskPorts, namesIn } from './ports.ts';

const SOURCE = 'mentions';

/**
 * Notices a flood among the complaints of the last minutes, or among posts that were only counted. The first time, a person
 * is paged and asked, with a draft where it is about a component that is not in an open incident; a flood is never an entry
 * and never a post. One that is about another part than the open incident is kept with it, for whoever looks there.
 */
export async function noticeFlood(
  ports: DeskPorts,
  complaints: readonly Complaint[],
  open: readonly OpenIncident[],
): Promise<Flood | undefined> {
  const now = ports.clock.now();
  const house = (await ports.stores.house.read()).state ?? newHouse(now);
  const heard = floodIn(complaints, usualRate(house.complaints, now), now);
  if (heard !== undefined) await tell(ports, heard, 'people', open);
  const posts = floodOfPosts(house, now);
  if (posts !== undefined && heard === undefined) await tell(ports, posts, 'posts', open);
  return heard ?? posts;
}

/** Posts that only were counted say nothing of who wrote them, or about what. */
function floodOfPosts({ minutes, posts }: DeskHouse, now: Instant): Flood | undefined {
  const usual = usualRate(posts, now);
  const threshold = floodThreshold(usual);
  const people = minutes
    .filter(({ at }) => at > plus(now, -FLOOD_WINDOW_MS))
    .reduce((sum, { count }) => sum + count, 0);
  return people < threshold ? undefined : { people, threshold, usual, at: now };
}

/** Counts what was posted with our words, minute by minute, since it was counted last. */
export async function countPosts(
  ports: DeskPorts,
  minutes: readonly { at: Instant; count: number }[],
  until: Instant,
): Promise<void> {
  await changeHouse(ports, (house) => {
    const fresh = minutes.filter(({ at }) => house.countedUntil === undefined || at > house.countedUntil);
    return {
      ...house,
      countedUntil:
        fresh
          .map(({ at }) => at)
          .toSorted()
          .at(-1) ??
        house.countedUntil ??
        until,
      posts: fresh.reduce((usual, { at, count }) => counted(usual, at, count), house.posts),
      minutes: [...house.minutes, ...fresh].filter(({ at }) => at > plus(until, -2 * FLOOD_WINDOW_MS)),
    };
  });
}

async function tell(
  ports: DeskPorts,
  flood: Flood,
  by: KnownFlood['by'],
  open: readonly OpenIncident[],
): Promise<void> {
  const now = ports.clock.now();
  const { component } = flood;
  const about = open.filter(({ handling }) => handling !== 'drill');
  const covered = about.some(({ components }) => component === undefined || components.includes(component));
  const id = component ?? SOURCE;
  let isNew = false;
  await changeHouse(ports, (house) => {
    const known = knownAs(house.floods, flood, now);
    isNew = known === undefined;
    const other = about.find(({ components }) => component !== undefined && !components.includes(component));
    const seen: KnownFlood = {
      ...flood,
      at: known?.at ?? flood.at,
      id,
      by,
      seenAt: now,
      ...(covered || other === undefined ? {} : { incident: other.id }),
      ...(known?.draft === undefined ? {} : { draft: known.draft }),
    };
    return { ...house, floods: [...present(house.floods, now).filter((one) => one !== known), seen] };
  });
  // What the page says already, people may well say as well.
  if (!isNew || covered) return;
  const name = component === undefined ? undefined : (namesIn(ports).get(component) ?? component);
  const draft = component === undefined || name === undefined ? undefined : await ask(ports, component, name, flood);
  if (draft !== undefined)
    await changeHouse(ports, (house) => ({
      ...house,
      floods: house.floods.map((one) => (one.component === component ? { ...one, draft } : one)),
    }));
  const notice = floodNotice(flood, { name, by, open: about.length > 0 });
  await ports.page({ ...notice, path: draft === undefined ? '/desk' : `/drafts/${draft}` });
}

/** A draft for a person to say or to drop, as alarms make them; nothing says it by itself. */
async function ask(ports: DeskPorts, component: string, name: string, { at }: Flood): Promise<string> {
  const about = `flood about ${component} at ${at}`;
  const key = commandKey(`desk:${SOURCE}`, about, { method: 'FLOOD', path: SOURCE, body: about });
  const { id } = await propose(ports, {
    name: 'open',
    incident: unreported(incidentIdFor(`desk:${SOURCE}`, key.keyHash)),
    body: { impact: 'minor', ...floodWords(name), components: [{ id: component, status: 'degraded_performance' }] },
    key,
    reason: { reason: 'alarm', component },
    by: { subject: `desk:${SOURCE}`, actor: SOURCE, person: false, door: 'alarm' },
  });
  return id;
}
