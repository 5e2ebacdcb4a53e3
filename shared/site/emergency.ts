import type { Config } from '../config/config-schema.ts';
import { chained } from '../core/chain.ts';
import type { ComponentState, Draft } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, instant } from '../core/instant.ts';
import { publicIncident } from '../core/public-incident.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { EMERGENCY } from '../wording/emergency.ts';
import type { Voice } from '../wording/sentences.ts';
import { siteTitle } from '../wording/site.ts';
import { sayClock, sayDate } from '../wording/time.ts';
import { incidentDocuments, summaryDocument } from './api/documents.ts';
import type { SiteInput } from './context.ts';
import { atomFile, otherFeeds } from './feeds/feeds.ts';
import { html, plain } from './html.ts';
import { pageFile } from './pages/layout.ts';
import { FRONT_PAGE, incidentPath } from './paths.ts';
import { badge } from './small-files.ts';

/** What was said by hand while everything of ours was down. `said`: oldest first. */
export type Emergency = {
  /** Of the incident that it becomes in the log, by this idempotency key. */
  id: string;
  key: string;
  title: string;
  components: readonly ComponentState[];
  said: readonly { at: Instant; text: string }[];
};

export type EmergencyContext = { config: Config; voice: Voice; siteUrl: string };

/** The feeds as they were before, as far as they could be read. */
export type FeedsBefore = Readonly<Partial<Record<'history.atom' | 'history.rss' | 'history.json', string>>>;

/**
 * The few files that an emergency replaces: the front page and its own, the documents and the badge that clients ask first,
 * and the feeds with it on top. The front page comes first. It has no part in any chain yet, so it has no log.
 */
export function emergencyFiles(context: EmergencyContext, emergency: Emergency, before: FeedsBefore): SiteFile[] {
  const input = inputOf(context, emergency);
  const documents = [
    summaryDocument(input),
    ...incidentDocuments(input).filter(({ key }) => key.endsWith('/status.json')),
  ];
  const feeds = [atomFile(input), ...otherFeeds(input)].map((file) =>
    onTopOf(file, before[file.key as keyof FeedsBefore]),
  );
  return [
    page(context, emergency, FRONT_PAGE, '/'),
    page(context, emergency, `incidents/${emergency.id}/index.html`, incidentPath(emergency.id)),
    ...documents,
    badge(input),
    ...feeds,
  ];
}

function page(context: EmergencyContext, { title, said }: Emergency, key: string, path: string): SiteFile {
  const { config, voice } = context;
  const when = (at: Instant) => `${sayDate(voice, at)}, ${sayClock(at)}`;
  const newest = said.at(-1)!;
  return pageFile(
    { ...context, now: newest.at },
    {
      key,
      path,
      title: `${plain(title)} · ${siteTitle(plain(config.brand.name))}`,
      description: `${when(newest.at)}: ${plain(newest.text)}`.slice(0, 200),
      say: plain(title),
      level: 'critical',
      isLive: false,
      main: html`<h1 dir="auto">${plain(title)}</h1>
${said.toReversed().map(
  ({ at, text }) =>
    html`${plain(text)
      .split(/\n+/)
      .map((one) => html`<p dir="auto">${one}</p>`)}<p><time datetime="${at}">${when(at)}</time></p>`,
)}
<p class="notice">${EMERGENCY.byHand(when(newest.at))} ${EMERGENCY.whenOver}</p>
<p>${EMERGENCY.reach} ${config.contact.map(({ label, href }) => html`<a href="${href}">${label}</a> `)}</p>`,
    },
  );
}

/** The emergency as the one incident that there is: what is rendered of it says what an incident says. */
function inputOf(context: EmergencyContext, { id, title, components, said }: Emergency): SiteInput {
  const newest = said.at(-1)!;
  const entries: ReturnType<typeof chained>[] = [];
  for (const [index, { at, text }] of said.entries()) {
    const draft: Draft = {
      kind: index === 0 ? 'opened' : 'update',
      automated: false,
      status: 'investigating',
      impact: 'critical',
      components: [...components],
      promises: {},
      settles: [],
      content: { ...(index === 0 ? { title } : {}), message: text },
      private: { actor: 'by hand' },
    } as Draft;
    const salts = { content: '', private: '' };
    entries.push(chained(draft, { incident: id, head: entries.at(-1), now: at, salts }));
  }
  const incident = publicIncident(replayed(id, entries) as ReportedIncident);
  const siteIndex = {
    rev: 0,
    open: [incident],
    newest: [incident],
    days: [],
    months: [],
    since: instant(Date.parse(said[0]!.at)),
  };
  return { ...context, now: newest.at, rev: 0, siteIndex };
}

/** A feed of the emergency alone, with what was in it before below. What cannot be read is left out. */
function onTopOf(file: SiteFile, before: string | undefined): SiteFile {
  if (before === undefined) return file;
  if (file.key === 'history.json') return { ...file, body: jsonOnTop(file.body, before) };
  const [open, close] = file.key === 'history.atom' ? ['<entry>', '</feed>'] : ['<item>', '</channel>'];
  const [from, to] = [before.indexOf(open), before.lastIndexOf(close)];
  if (from < 0 || to < from) return file;
  const end = file.body.lastIndexOf(close);
  return {
    ...file,
    body: `${file.body.slice(0, end)}${withoutThese(before.slice(from, to), open, file.body)}${file.body.slice(end)}`,
  };
}

/** Items of `before` that are not in `now`: what was put up by hand may have been there already. */
function withoutThese(before: string, open: string, now: string): string {
  const idOf = (item: string) => /<(id|guid)[^>]*>([^<]+)</.exec(item)?.[2] ?? '';
  const items = before.split(open).slice(1);
  return items
    .filter((item) => !now.includes(`>${idOf(item)}<`))
    .map((item) => `${open}${item}`)
    .join('');
}

function jsonOnTop(body: string, before: string): string {
  try {
    const now = JSON.parse(body) as { items: { id: string }[] };
    const then = JSON.parse(before) as { items?: { id: string }[] };
    const ids = new Set(now.items.map(({ id }) => id));
    const items = [...now.items, ...(then.items ?? []).filter(({ id }) => !ids.has(id))];
    return `${JSON.stringify({ ...now, items })}\n`;
  } catch {
    return body;
  }
}
