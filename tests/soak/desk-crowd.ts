import { X_PRICES } from '../../shared/core/desk/prices.ts';
import type { LocalSystem } from '../support/local-system.ts';

/** What somebody said at a far side, and what stands there in answer to it. */
type Said = {
  source: string;
  id: string;
  from: string;
  text: string;
  at: string;
  answers: { text: string; at: string }[];
};
type Listed = { source: string; id: string; person: string; state: string; incident?: string; at: string };
type BillItem = { source: string; unit: string; count: number; dollars: number };

const SOURCES = ['x', 'bluesky', 'mastodon'] as const;
const COMPLAINTS = [
  'Is the API down?',
  'the API does not work for me',
  'API is broken again',
  "can't use the API, all I get is an error",
  'hello? the API has been failing for minutes now',
];

/** What was said by an entry of the chain, as far as an answer repeats it. */
export type Word = { at: string; nextUpdateBy: string };

/** Customers of a running system who speak on three networks, and what became of what they said. */
export function crowdOf(system: LocalSystem, { people }: { people: number }) {
  const { world } = system.urls;
  const json = async <T>(path: string): Promise<T> => (await fetch(`${world}${path}`)).json() as Promise<T>;
  const spoke = { count: 0 };

  const said = () => json<Said[]>('/sim/mentions');
  const kept = async (): Promise<Listed[]> => (await system.get('/v1/desk')).body.mentions;

  return {
    said,
    kept,
    /** The next of them speaks: each person at one place, those who have spoken before again. */
    async speaks(): Promise<void> {
      const number = spoke.count % people;
      const body = {
        source: SOURCES[number % SOURCES.length],
        from: `person_${number}`,
        text: COMPLAINTS[spoke.count % COMPLAINTS.length],
      };
      spoke.count += 1;
      const answer = await fetch(`${world}/sim/mentions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (answer.status !== 201) throw new Error(`nobody could speak: ${await answer.text()}`);
    },
    /** How many have spoken, how many of that are kept, and how many of those still wait for somebody. */
    async stand() {
      const [there, here] = await Promise.all([said(), kept()]);
      const waits = here.filter(({ state }) => ['new', 'taken', 'expired'].includes(state));
      return { spoken: there.length, kept: here.length, waits: waits.length };
    },
    /** People who stand answered at the far side, with how many answers each. */
    async answered(): Promise<Map<string, Said['answers'][number][]>> {
      const all = await said();
      const by = Map.groupBy(all, ({ source, from }) => `${source} ${from}`);
      return new Map([...by].map(([who, theirs]) => [who, theirs.flatMap(({ answers }) => answers)]));
    },
    /** The bill of the far side for the desk, what we have reckoned ourselves, and what the table of prices makes of what happened. */
    async bills() {
      const [{ items }, desk, there] = await Promise.all([
        json<{ items: BillItem[] }>('/sim/bill'),
        system.get('/v1/desk'),
        said(),
      ]);
      const ofDesk = items.filter(({ source, unit }) => source === 'x' && unit !== 'post');
      const onX = there.filter(({ source }) => source === 'x');
      const reckoned = desk.body.sources.find(({ source }: { source: string }) => source === 'x').dollars as number;
      const counts = ofDesk.find(({ unit }) => unit === 'counts-request')?.count ?? 0;
      const micros =
        onX.length * X_PRICES['mention-read'] +
        new Set(onX.map(({ from }) => from)).size * X_PRICES['user-read'] +
        onX.flatMap(({ answers }) => answers).length * X_PRICES.reply +
        counts * X_PRICES['counts-request'];
      return {
        billed: sum(ofDesk.map(({ dollars }) => dollars)),
        reckoned,
        byTable: micros / 1_000_000,
        items: ofDesk,
      };
    },
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** So long a statement may be younger than an answer that does not know of it: both were under way. */
const UNDER_WAY_MS = 1_000;

/**
 * Answers that repeat a promised time of an older word than the newest of their moment. Each word has a time of its own, so
 * that an answer shows which it was made of; what names no time is not judged.
 */
export function outdated(answers: readonly { text: string; at: string }[], words: readonly Word[]): string[] {
  return answers.flatMap(({ text, at }) => {
    const [, named] = /\bby (\d\d:\d\d) UTC/.exec(text) ?? [];
    if (named === undefined) return [];
    const until = (ms: number) => words.findLast((word) => Date.parse(word.at) <= Date.parse(at) - ms);
    const may = [until(0), until(UNDER_WAY_MS)].map((word) => word?.nextUpdateBy.slice(11, 16));
    return may.includes(named) ? [] : [`${at}: “${text}”, while our page said ${may[0]}`];
  });
}
