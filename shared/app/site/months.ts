import { chunksOf } from '../../core/chunks.ts';
import { type Instant, plus } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MonthPages, PageStart, SiteIndex, SiteIndexView } from '../../ports/site-index.ts';
import type { SiteStore } from '../../ports/site-store.ts';
import type { SiteContext } from '../../site/context.ts';
import { monthPages, type PageOfMonth } from '../../site/pages/history-page.ts';
import { monthOf, newestFirst } from '../../site/site-index-state.ts';
import { listed } from '../month.ts';

/** Incidents on a page of a month (docs/rules.md, Sizes of lists). With the longest titles that there may be it has less than 200 KB. */
const MOST_ON_A_PAGE = 100;

/** How full a page in between is when it has been cut. */
const ROOMY = 0.75;

/** How often a month is looked at again because somebody else cut it. */
const ROUNDS = 10;

/** Pages written at the same time: a month from before they were cut may have many. */
const AT_A_TIME = 8;

type Ports = { siteIndex: SiteIndex; site: SiteStore; clock: Clock };

/**
 * Writes the pages of a month on which incidents stand that were first reported at these instants, or all of them. Each is
 * read by itself, behind the site index's view of the context, so that a page of a later rev never knows less. One that has
 * become too long is cut first, and what that changes is written under a rev of its own: whoever has not seen the cut
 * writes under an older one. Pages that a cut left unwritten are written by whoever comes next.
 */
export async function writeMonth(
  ports: Ports,
  context: SiteContext & { siteIndex: SiteIndexView },
  month: string,
  reportedAt: readonly Instant[] | 'all',
): Promise<void> {
  let view = context.siteIndex;
  for (let round = 0; round < ROUNDS; round += 1) {
    const known = await ports.siteIndex.pagesOf(month);
    const pages = pagesFrom(known.starts);
    const due = pages.filter(
      (page) => reportedAt === 'all' || page.unwritten || reportedAt.some((at) => isOn(page, at)),
    );
    const read = await Promise.all(
      due.map(async (page) => ({ page, incidents: await incidentsOn(ports, view, month, page) })),
    );
    const cuts = read.flatMap(({ page, incidents }) => cutsOf(page, incidents));
    if (cuts.length === 0) {
      for (const some of chunksOf(read, AT_A_TIME))
        await Promise.all(some.map((one) => writePage(ports, { ...context, rev: view.rev }, month, one, pages)));
      await noteWritten(ports, month, known);
      return;
    }
    // Where somebody was faster there are other pages now, too.
    await ports.siteIndex.putPages(month, withCuts(month, known, cuts));
    view = await ports.siteIndex.update(undefined, ports.clock.now());
  }
  throw new Error(`${month} was cut ${ROUNDS} times while its pages were made; the queue brings this look again`);
}

/** A page of a month, by the instants between which its incidents were first reported; without any it is all of it. */
type Page = { number: number; from?: Instant | undefined; to?: Instant | undefined; unwritten?: true | undefined };

const pagesFrom = (starts: readonly PageStart[]): Page[] =>
  starts.length === 0
    ? [{ number: 1 }]
    : starts.map(({ from, ...start }, at) => ({ ...start, ...(at === 0 ? {} : { from }), to: starts[at + 1]?.from }));

const isOn = ({ from = '', to }: Page, at: Instant): boolean => from <= at && (to === undefined || at < to);

/** What the view does not show is read: of the newest page that is half of it at most. */
async function incidentsOn(
  { siteIndex }: Ports,
  view: SiteIndexView,
  month: string,
  page: Page,
): Promise<readonly PublicIncident[]> {
  const from = page.from ?? month;
  const oldest = view.newest.at(-1)?.openedAt;
  if (oldest === undefined || (page.to !== undefined && page.to <= oldest))
    return siteIndex.ofMonth(month, { from, to: page.to });
  const shown = view.newest.filter(({ openedAt }) => monthOf({ openedAt }) === month && isOn(page, openedAt));
  if (from > oldest) return shown;
  // Of those that were reported with the oldest, not all need be among the newest.
  const others = await siteIndex.ofMonth(month, { from, to: plus(oldest, 1) });
  const isShown = new Set(shown.map(({ id }) => id));
  return [...shown, ...others.filter(({ id }) => !isShown.has(id))];
}

function withCuts(month: string, { version, starts: known }: MonthPages, cuts: readonly Instant[]): MonthPages {
  const before: readonly PageStart[] = known.length === 0 ? [{ number: 1, from: month }] : known;
  const added = cuts.toSorted().map((from, n) => ({ number: before.length + n + 1, from }));
  const starts = [...before, ...added].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const isNew = (start: PageStart | undefined) => start !== undefined && cuts.includes(start.from);
  // The neighbours name each other.
  const marked = starts.map((start, at) =>
    [starts[at - 1], start, starts[at + 1]].some(isNew) ? { ...start, unwritten: true as const } : start,
  );
  return { version: version + 1, starts: marked };
}

/**
 * The newest page behind each hundred, so that what is full stays as it is; one in between, where something is reported of
 * an earlier time, into parts with room. What was reported at once is not parted.
 */
function cutsOf({ from = '', to }: Page, incidents: readonly PublicIncident[]): Instant[] {
  if (incidents.length <= MOST_ON_A_PAGE) return [];
  const parts = Math.ceil(incidents.length / (MOST_ON_A_PAGE * ROOMY));
  const size = to === undefined ? MOST_ON_A_PAGE : Math.ceil(incidents.length / parts);
  const reportedAt = incidents.map(({ openedAt }) => openedAt).toSorted();
  const cuts = reportedAt.filter((_, n) => n > 0 && n % size === 0);
  return [...new Set(cuts)].filter((cut) => cut > from && cut > reportedAt[0]!);
}

async function writePage(
  ports: Ports,
  context: SiteContext & { rev: number },
  month: string,
  { page, incidents }: { page: Page; incidents: readonly PublicIncident[] },
  pages: readonly Page[],
): Promise<void> {
  const files = monthPages(context, month, listed(incidents).toSorted(newestFirst), ofMonth(pages, page));
  await Promise.all(files.map((file) => ports.site.put(file, { rev: context.rev })));
}

/** If somebody has cut it again meanwhile, they or the next write what is still to be written. */
async function noteWritten({ siteIndex }: Ports, month: string, { version, starts }: MonthPages): Promise<void> {
  if (!starts.some(({ unwritten }) => unwritten)) return;
  const written = starts.map(({ number, from }) => ({ number, from }));
  await siteIndex.putPages(month, { version: version + 1, starts: written });
}

function ofMonth(pages: readonly Page[], page: Page): PageOfMonth | undefined {
  if (pages.length === 1) return undefined;
  const at = pages.indexOf(page);
  return { number: page.number, newer: pages[at + 1]?.number, older: pages[at - 1]?.number };
}
