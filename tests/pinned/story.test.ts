import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pinned } from './pin.ts';
import { type RunningSystem, runningSystem } from './running-system.ts';
import { allFieldsOf, formOf, inOrder, once } from './shape.ts';
import { fieldsWritten } from './stored-items.ts';
import { wholeStory } from './whole-story.ts';

let system: RunningSystem;
let ids: Record<string, string>;
const printed: string[] = [];

beforeAll(async () => {
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((text) => void printed.push(String(text)));
  system = await runningSystem();
  ids = await wholeStory(system);
});
afterAll(async () => {
  await system.stop();
  vi.restoreAllMocks();
});

const form = (text: string): string => formOf(text, Object.values(ids));

/** What each of these was at one time or another, under the form of its name. */
function together<T, R>(all: readonly T[], nameOf: (one: T) => string, of: (those: T[]) => R): Record<string, R> {
  const groups = Map.groupBy(all, (one) => form(nameOf(one)));
  return inOrder(Object.fromEntries([...groups].map(([name, those]) => [name, of(those)])));
}

describe('the site of a whole story', () => {
  const documents = (type: RegExp) => system.aws.puts.filter(({ key }) => type.test(key));

  it('has these files, of these types, kept by caches for so long, with this beside them', () => {
    pinned(
      'site-files.json',
      together(
        system.aws.puts,
        ({ key }) => key,
        (those) => ({
          type: once(those.map(({ headers }) => headers['content-type'] ?? '')).join(' or '),
          cache: once(those.map(({ headers }) => headers['cache-control'] ?? 'as the edge has it')).join(' or '),
          metadata: once(those.flatMap(({ headers }) => Object.keys(headers).filter((name) => /^x-amz/.test(name)))),
        }),
      ),
      'Pages are linked and bookmarked, documents and feeds are polled; metadata decides which write of the site wins.',
    );
  });

  it('says these fields in its documents', () => {
    pinned(
      'site-documents.json',
      together(
        documents(/\.jsonl?$/),
        ({ key }) => key,
        (those) =>
          once(
            allFieldsOf(
              those.flatMap(({ key, body }) =>
                key.endsWith('l')
                  ? body
                      .trim()
                      .split('\n')
                      .map((line) => JSON.parse(line))
                  : [JSON.parse(body)],
              ),
            ).map(form),
          ),
      ),
      'Clients of Statuspage’s API, feed readers and whoever verifies a log read these fields.',
    );
  });

  it('has these elements in its feeds, pictures and calendars', () => {
    pinned(
      'site-elements.json',
      together(
        documents(/\.(atom|rss|svg|ics)$/),
        ({ key }) => key,
        (those) => once(those.flatMap(({ key, body }) => (key.endsWith('ics') ? namesIn(body) : elementsIn(body)))),
      ),
      'Feed readers, calendars and pages that embed the badge read these.',
    );
  });

  it('names every entry of a feed as it was named when readers saw it first', () => {
    const entries = (key: string, id: RegExp) =>
      once(
        documents(/^history/).flatMap((one) =>
          one.key === key ? [...one.body.matchAll(id)].map(([, it]) => it!) : [],
        ),
      );
    pinned(
      'feed-ids.json',
      {
        atom: entries('history.atom', /<id>(.*?)<\/id>/g),
        rss: entries('history.rss', /<guid[^>]*>(.*?)<\/guid>/g),
        json: entries('history.json', /"id":\s*"(.*?)"/g),
      },
      'A feed reader shows what has another id as news: every customer would read all of the past again.',
    );
  });
});

describe('the opaque ids of people', () => {
  it('reach no surface: no answer, page, message, log line or document, no entry and no act', () => {
    const { puts, events, looks, reminders } = system.aws;
    // Whether two are one person is told by them, in what waits for a second one.
    const written = system.writes.filter(({ input }) => !/ HANDOVER$| DRAFT#/.test(keyOf(input)));
    const surfaces = {
      answers: system.answered,
      printed,
      documents: puts.map(({ key, body }) => `${key} ${body}`),
      messages: reminders.map(String),
      events: [events, looks].map((all) => JSON.stringify(all)),
      stored: written.map(({ input }) => JSON.stringify(input)),
    };
    for (const [surface, texts] of Object.entries(surfaces)) {
      expect([surface, texts.length > 0]).toEqual([surface, true]);
      expect([surface, texts.filter((text) => text.includes('sub-of-'))]).toEqual([surface, []]);
    }
    expect(system.answered.some((text) => text.includes('"actor":"ada"'))).toBe(true);
  });
});

describe('what a whole story leaves behind', () => {
  it('items of the table, by their keys and attributes', () => {
    pinned(
      'stored-items.json',
      together(
        system.writes,
        ({ input }) => keyOf(input),
        (those) => once(those.flatMap(fieldsWritten).map(form)),
      ),
      'What is in the table was written by code before this, and is read by code after it: see docs/adr/0002.',
    );
  });

  it('events, looks and reminders, by their names and fields', () => {
    const { events, looks, reminders } = system.aws;
    pinned(
      'messages.json',
      {
        'on the bus': together(
          events,
          ({ Source, DetailType }) => `${Source} ${DetailType}`,
          (those) => allFieldsOf(those.map(({ Detail }) => JSON.parse(Detail))),
        ),
        'in the look queue': allFieldsOf(
          looks.flatMap(({ Entries }) => Entries.map(({ MessageBody }) => JSON.parse(MessageBody))),
        ),
        'to people, by SNS': once(reminders.flatMap((one) => [...one.keys()].map((name) => attributeOf(one, name)))),
      },
      'Messages of the code before are in the queues during a deployment; subscribers filter by the attributes of SNS.',
    );
  });

  it('ids and secrets that are derived, and never looked up', () => {
    pinned(
      'derived-ids.json',
      ids,
      'A request that is repeated after a deployment would be another one; monitors hold the secret of their source.',
    );
  });

  it('log lines and metrics, by their names', () => {
    const lines = printed.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text));
    const [metrics, logs] = [lines.filter((line) => '_aws' in line), lines.filter((line) => 'message' in line)];
    pinned(
      'logs-and-metrics.json',
      {
        metrics: once(metrics.flatMap(({ _aws }) => JSON.stringify(_aws.CloudWatchMetrics))).map((text) =>
          JSON.parse(text),
        ),
        logs: together(
          logs,
          ({ message }) => message,
          (those) => once(those.flatMap((line) => Object.keys(line)).filter((name) => name !== 'cold_start')),
        ),
      },
      'Alarms, dashboards and saved queries of operators name these.',
    );
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a request as it goes over the wire.
function keyOf({ Key, Item }: any): string {
  const { pk, sk } = Key ?? Item;
  return `${pk.S} ${sk.S}`.replace(/(?<=ACT#.*#)[0-9a-f]{8}$/, '{random}').replace(/(?<=^CLIENT#).*(?= )/, '{subject}');
}

/** The path of every element and attribute. */
function elementsIn(xml: string): string[] {
  const path: string[] = [];
  return [...xml.matchAll(/<(\/?)([\w:]+)([^>]*?)(\/?)>/g)].flatMap(([, ends, name = '', attributes = '', alone]) => {
    if (ends) {
      path.pop();
      return [];
    }
    path.push(name);
    const here = path.join('/');
    if (alone) path.pop();
    return [here, ...[...attributes.matchAll(/([\w:-]+)=/g)].map(([, attribute]) => `${here}@${attribute}`)];
  });
}

const namesIn = (calendar: string): string[] =>
  [...calendar.matchAll(/^([A-Z-]+)[;:]([A-Z]*$)?/gm)].map(([, name, part]) => (part ? `${name}:${part}` : name!));

/** `MessageAttributes: kind` rather than `MessageAttributes.entry.1.Name`. */
const attributeOf = (form: URLSearchParams, name: string): string =>
  /^MessageAttributes\.entry\.\d+\.Name$/.test(name)
    ? `MessageAttributes: ${form.get(name)}`
    : name.replace(/\.\d+\./, '.*.');
