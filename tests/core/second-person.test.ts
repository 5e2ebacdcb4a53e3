import { describe, expect, it } from 'vitest';
import { type Party, type People, whyNotApprovedBy } from '../../shared/core/second-person.ts';

/** Ada owns a client and a source, and events call her by her mail address; nobody is said to own the others. */
const people: People = {
  machines: [
    { id: 'cli-of-ada', owner: 'ada' },
    { id: 'deploys', owner: 'ada' },
  ],
  actors: [{ called: 'ada@example.com', person: 'ada' }],
};

const signedIn = (name: string, speaks = false): Party => ({ door: 'signed-in', subject: `sub-${name}`, name, speaks });
const client = (id: string): Party => ({ door: 'client', subject: id, name: id });
const event = (source: string, actor = ''): Party => ({ door: 'event', subject: `event:${source}`, name: actor });
const alarm = (source: string): Party => ({ door: 'alarm', subject: `intake:${source}`, name: source });
const link = (to: string): Party => ({ door: 'link', subject: '', name: to });

/** Every way in which ada can propose. */
const BY_ADA: Record<string, Party> = {
  'the console or the API, signed in': signedIn('ada', true),
  'the API, signed in elsewhere under the same name': { ...signedIn('ada', true), subject: 'another pool' },
  'her client': client('cli-of-ada'),
  'an event that names her': event('anything', 'ada'),
  'an event that names her in other letters': event('anything', ' ADA'),
  'an event that names her as events do': event('anything', 'Ada@Example.com'),
  'an event of her source that names nobody': event('deploys'),
  'an event of her source that names somebody else': event('deploys', 'grace'),
  'an alarm of her source': alarm('deploys'),
};

/** Every way in which ada, who also approves, can approve. */
const AS_ADA: Record<string, Party> = {
  'signed in': signedIn('ada', true),
  'signed in, without speaking': signedIn('ada'),
  'her client': client('cli-of-ada'),
  'a link to her': link('ada'),
  'a link to her other name': link('ada@example.com'),
};

const REASONS = [{ reason: 'restricted' }, { reason: 'impact' }, { reason: 'phrase' }] as const;

describe('the same person', () => {
  for (const reason of REASONS)
    for (const [proposing, proposer] of Object.entries(BY_ADA))
      for (const [approving, approver] of Object.entries(AS_ADA))
        it(`who proposed by ${proposing} is refused ${approving} (${reason.reason})`, () => {
          expect(whyNotApprovedBy(proposer, approver, reason, people)).toBeDefined();
        });
});

describe('another person', () => {
  for (const reason of REASONS)
    for (const [proposing, proposer] of Object.entries(BY_ADA).filter(([, one]) => one.name !== 'grace'))
      it(`approves, signed in, what ada proposed by ${proposing} (${reason.reason})`, () => {
        expect(whyNotApprovedBy(proposer, signedIn('grace'), reason, people)).toBeUndefined();
      });

  it('approves by a link what is not restricted, and nothing restricted', () => {
    expect(whyNotApprovedBy(signedIn('ada'), link('grace'), { reason: 'impact' }, people)).toBeUndefined();
    expect(whyNotApprovedBy(signedIn('ada'), link('grace'), { reason: 'restricted' }, people)).toBe('by-link');
  });
});

describe('a machine', () => {
  it('approves nothing that needs a second person, whoever owns it', () => {
    for (const reason of REASONS)
      for (const proposer of [signedIn('grace'), client('another'), event('another', 'grace'), event('another')])
        for (const approver of [client('cli-of-ada'), client('of-nobody')])
          expect(whyNotApprovedBy(proposer, approver, reason, people)).toBe('machine');
  });

  it('that nobody owns may be anybody’s who speaks or owns one: a restricted text of it waits for somebody else', () => {
    for (const proposer of [client('of-nobody'), event('of-nobody'), event('of-nobody', 'mallory')]) {
      expect(whyNotApprovedBy(proposer, signedIn('ada'), REASONS[0], people)).toBe('may-be-the-same');
      expect(whyNotApprovedBy(proposer, signedIn('grace', true), REASONS[0], people)).toBe('may-be-the-same');
      expect(whyNotApprovedBy(proposer, signedIn('grace'), REASONS[0], people)).toBeUndefined();
      expect(whyNotApprovedBy(proposer, signedIn('grace', true), REASONS[1], people)).toBeUndefined();
    }
  });

  it('that is not called like a person is not taken for one', () => {
    expect(whyNotApprovedBy(client('grace'), signedIn('grace'), REASONS[1], people)).toBeUndefined();
    expect(whyNotApprovedBy(signedIn('deploys'), signedIn('ada'), REASONS[1], people)).toBeUndefined();
  });

  it('that asks about what is being worked on is answered by whoever may decide', () => {
    const question = { reason: 'under-maintenance' } as const;
    expect(whyNotApprovedBy(alarm('deploys'), signedIn('ada', true), question, people)).toBeUndefined();
    expect(whyNotApprovedBy(alarm('deploys'), client('cli-of-ada'), question, people)).toBeUndefined();
  });
});

it('without a word of the house about machines, nobody approves what they said themselves', () => {
  expect(whyNotApprovedBy(signedIn('ada', true), signedIn('ada', true), REASONS[0])).toBe('same-person');
  expect(whyNotApprovedBy(client('local'), signedIn('ada', true), REASONS[0])).toBe('may-be-the-same');
  expect(whyNotApprovedBy(client('local'), signedIn('grace'), REASONS[0])).toBeUndefined();
});
