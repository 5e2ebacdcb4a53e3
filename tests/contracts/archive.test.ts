import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbArchive } from '../../shared/adapters/dynamodb/archive.ts';
import { dynamodbDesk } from '../../shared/adapters/dynamodb/desk.ts';
import { dynamodbFollowUps } from '../../shared/adapters/dynamodb/follow-ups.ts';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { type ArchiveRecord, exportFrom } from '../../shared/app/archive/export.ts';
import { addArchived } from '../../shared/app/archive/import.ts';
import { claimed } from '../../shared/core/desk/answer.ts';
import type { DeskCase } from '../../shared/core/desk/case.ts';
import { keptMention } from '../../shared/core/desk/kept-mention.ts';
import { muted, nobody } from '../../shared/core/desk/person.ts';
import { DAY_MS, plus } from '../../shared/core/instant.ts';
import type { ExportPlace } from '../../shared/ports/archive.ts';
import { startDynalite, type TestDatabase } from '../support/dynamodb.ts';
import { entryBehind, opening, TEN_O_CLOCK } from '../support/entries.ts';

const at = TEN_O_CLOCK;
const clock = { now: () => at };
const [name, source, person] = ['K7QXF', 'x', 'p1'] as const;
const author = { theirs: 'a', handle: 'ana' };

describe('what the mention desk keeps', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDynalite();
  });
  afterAll(() => database.close());

  /** A table in which somebody was answered, wrote to us, and is muted; words were proposed, and one source is connected. */
  async function afterAnOutage() {
    const table = await database.table();
    const desk = dynamodbDesk(table);
    await dynamodbLog(table).append(entryBehind([], opening()), undefined);
    const heard = (theirs: string, saidAt = at) =>
      keptMention(
        { source, theirs, author, text: 'down', at: saidAt, summoned: true, direct: false },
        { components: ['api'], trouble: true, why: 'says “down”' },
        saidAt,
      );
    const to = { theirs: '1', author, direct: false };
    const answer = { source, person, kind: 'reply', way: 'thread', to, text: 'You are right.', by: 'ada' } as const;
    await desk.mentions.hear(heard('1'));
    await desk.mentions.hear(heard('2', plus(at, -29 * DAY_MS)));
    await desk.answers.swap(claimed({ ...answer, incident: 'i1', seq: 1 }, undefined, at));
    await desk.ticked('i1').swap(0, { at, by: 'ada' } as never);
    const one: DeskCase = {
      ...{ name, incident: 'i1', source, person, mention: 'm1', at, state: 'open', notes: [], version: 1 },
    };
    await desk.cases.swap(one);
    await dynamodbFollowUps(table).add('i1', { id: `desk-${name}`, reference: `case ${name}`, by: 'desk', at });
    await desk.people.swap(muted(nobody(source, person, at), 'ada', at));
    await desk.templates.swap({
      ...{ id: 't1', name: 'thanks', says: ['Thank you.'], state: 'proposed', version: 1 },
      ...{ proposedBy: 'ben', subject: 'ben', proposedAt: at },
    });
    await desk.account('x').swap(0, { connected: { at, by: 'ada' } });
    return { table, desk };
  }

  async function exported(table: Awaited<ReturnType<TestDatabase['table']>>, people: boolean) {
    const ports = { archive: dynamodbArchive(table, ['api'], clock), log: dynamodbLog(table), clock };
    const records: ArchiveRecord[] = [];
    let place: ExportPlace | undefined;
    do {
      const some = await exportFrom(ports, place, people);
      records.push(...some.records);
      place = some.next;
    } while (place !== undefined);
    return records;
  }

  it('goes along with an export of people, and stands in another table as it was', async () => {
    const { table, desk } = await afterAnOutage();
    const records = await exported(table, true);
    const other = await database.table();
    expect(await addArchived({ archive: dynamodbArchive(other, ['api'], clock) }, records)).toMatchObject({ there: 0 });
    const there = dynamodbDesk(other);
    const whole = async ({ answers, mentions, people, cases, templates, ticked }: typeof desk) => ({
      answers: await answers.about('i1'),
      mentions: await mentions.said(plus(at, -30 * DAY_MS), at),
      people: await people.all(),
      case: await cases.of(name),
      templates: await templates.all(),
      ticked: (await ticked('i1').read()).state,
    });
    const kept = await whole(desk);
    expect(kept).toMatchObject({ answers: [{}], mentions: [{}, {}], people: [{}], case: { name }, templates: [{}] });
    expect(await whole(there)).toEqual(kept);
    // Whoever moves in elsewhere connects anew, knowing what it costs.
    expect((await there.account('x').read()).state).toBeUndefined();
  });

  it('leaves nothing of single people in an export without them, only the words of the house', async () => {
    const { table } = await afterAnOutage();
    const records = await exported(table, false);
    expect(records.flatMap(({ items }) => items.map(({ pk, sk }) => `${pk} ${sk}`))).toEqual([
      expect.stringMatching(/^INCIDENT#i1 ENTRY#/),
      'DESK TEMPLATE#t1',
    ]);
    expect(JSON.stringify(records)).not.toMatch(/ana|K7QXF|p1/);
  });
});
