import { describe, expect, it } from 'vitest';
import { readIncident } from '../../shared/app/read-incidents.ts';
import { watchedSite } from '../../shared/app/site/look-again.ts';
import { publishSite } from '../../shared/app/site/publish.ts';
import { peopleAnswered } from '../../shared/core/desk/answer.ts';
import { at, type Said } from './support/story.ts';
import { world } from './support/world.ts';

const RESOLVED: Said = { kind: 'resolved', status: 'resolved', message: 'It works again.' };

/** An incident in a house whose desk has answered so many people, and that says so or not. */
async function answered(people: number | undefined, resolved: boolean, more: Said = {}) {
  const house = world();
  const asked: string[] = [];
  const count = { people: people ?? 0 };
  const ports =
    people === undefined
      ? house.ports
      : {
          ...house.ports,
          answered: {
            in: async (id: string) => {
              asked.push(id);
              return count.people;
            },
          },
        };
  await house.say('i1', '14:00', more);
  if (resolved) await house.say('i1', '14:20', RESOLVED);
  await publishSite(ports, 'i1');
  const page = () => house.text('incidents/i1/index.html');
  return { ...house, ports, asked, count, page };
}

describe('how many people the desk has answered', () => {
  it('stands on the page of an incident that is over, where the house wants it', async () => {
    expect((await answered(214, true)).page()).toContain('We answered 214 people who spoke to us about it.');
    expect((await answered(1, true)).page()).toContain('We answered 1 person who spoke to us about it.');
  });

  it('stands nowhere while it is open, where nobody was answered, of a restricted one, or where it is not wanted', async () => {
    for (const house of [
      await answered(214, false),
      await answered(0, true),
      await answered(214, true, { handling: 'restricted' }),
      await answered(undefined, true),
    ])
      expect(house.page()).not.toMatch(/We answered \d/);
  });

  it('is not asked for while an incident is open', async () => {
    expect((await answered(214, false)).asked).toEqual([]);
  });

  it('has the page written again when somebody is answered afterwards, and not before', async () => {
    const { ports, count, goTo, page, log } = await answered(3, true);
    const incident = await readIncident(log, 'i1');
    const isStale = async () => watchedSite(ports).isStale!(incident!, await ports.control.read(), at('14:25'));
    expect(await isStale()).toBe(false);
    count.people = 4;
    expect(await isStale()).toBe(true);
    goTo('14:25');
    await publishSite(ports, 'i1');
    expect(page()).toContain('We answered 4 people');
  });

  it('counts people once, and only those whom a person has answered', () => {
    const of = (person: string, more: object = {}) =>
      ({ kind: 'reply', state: 'sent', source: 'x', person, ...more }) as const;
    expect(
      peopleAnswered([
        of('a'),
        of('b', { state: 'by-hand' }),
        of('a', { kind: 'solved' }),
        of('c', { state: 'unsent' }),
        of('d', { kind: 'receipt' }),
        of('a', { source: 'bluesky' }),
      ]),
    ).toBe(3);
  });
});
