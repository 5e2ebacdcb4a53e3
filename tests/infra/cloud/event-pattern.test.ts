import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPattern, matchesPattern } from '../../../infra/local/cloud/event-pattern.ts';
import { targetInput } from '../../../infra/local/cloud/target-input.ts';

const event = {
  source: 'candor',
  'detail-type': 'candor.look',
  detail: {
    incident: 'm17',
    impact: 3,
    site: null,
    tags: ['eu', 'us'],
    parts: [
      { id: 'api', up: false },
      { id: 'web', up: true },
    ],
  },
};

const matching: [string, object][] = [
  ['an exact value', { source: ['other', 'candor'] }],
  ['null', { detail: { site: [null] } }],
  ['a prefix', { detail: { incident: [{ prefix: 'm1' }] } }],
  ['a suffix without regard to case', { source: [{ suffix: { 'equals-ignore-case': 'DOR' } }] }],
  ['a wildcard', { 'detail-type': [{ wildcard: 'can*.l*k' }] }],
  ['a range', { detail: { impact: [{ numeric: ['>', 2, '<=', 3] }] } }],
  ['anything but a list', { source: [{ 'anything-but': ['aws', 'other'] }] }],
  ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws' } }] }],
  ['a field that exists', { detail: { incident: [{ exists: true }] } }],
  ['a field that does not exist', { detail: { sweep: [{ exists: false }] } }],
  ['one element of a list', { detail: { tags: ['us'] } }],
  ['one object of a list, whole', { detail: { parts: { id: ['web'], up: [true] } } }],
  ['one of two alternatives', { $or: [{ source: ['x'] }, { detail: { impact: [3] } }] }],
  ['equality without regard to case', { source: [{ 'equals-ignore-case': 'CANDOR' }] }],
];

const failing: [string, object][] = [
  ['another value', { source: ['other'] }],
  ['a number as text', { detail: { impact: ['3'] } }],
  ['a range that ends before', { detail: { impact: [{ numeric: ['<', 3] }] } }],
  ['anything but itself', { source: [{ 'anything-but': 'candor' }] }],
  ['a field that should not exist', { detail: { incident: [{ exists: false }] } }],
  ['a field that is missing', { detail: { sweep: [{ exists: true }] } }],
  ['properties of two different objects of a list', { detail: { parts: { id: ['api'], up: [true] } } }],
  ['one of two fields', { source: ['candor'], detail: { impact: [4] } }],
  ['a wildcard that stands for a dot alone', { source: [{ wildcard: 'cand.r' }] }],
];

describe('an event pattern', () => {
  it.each(matching)('matches %s', (_name, pattern) => {
    expect(matchesPattern(event, pattern as never)).toBe(true);
  });

  it.each(failing)('does not match %s', (_name, pattern) => {
    expect(matchesPattern(event, pattern as never)).toBe(false);
  });

  it('finds addresses in a block', () => {
    const from = (ip: string) => matchesPattern({ ip }, { ip: [{ cidr: '10.0.0.0/24' }] });
    expect([from('10.0.0.255'), from('10.0.1.0'), from('name')]).toEqual([true, false, false]);
  });

  it('is refused at start if an operator is not modelled', () => {
    expect(() => checkPattern({ detail: { a: [{ sounds: 'like' }] } })).toThrow('sounds');
    expect(() => checkPattern({ $or: [{ a: [{ prefix: 'x' }] }, { b: [{ regex: 'y' }] }] })).toThrow('regex');
  });

  it('matches any event that holds the values it names', () => {
    const flat = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(flat, flat, (wanted, more) => {
        const pattern = Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, [value]]));
        expect(matchesPattern({ ...more, ...wanted }, pattern)).toBe(true);
      }),
    );
  });
});

describe("a target's input", () => {
  it('is the whole event, a part of it, or a fixed text', () => {
    expect(JSON.parse(targetInput(event, {}))).toEqual(event);
    expect(targetInput(event, { InputPath: '$.detail.parts' })).toBe(JSON.stringify(event.detail.parts));
    expect(targetInput(event, { Input: '{"a":1}' })).toBe('{"a":1}');
  });

  it('fills a template, inside and outside of quotes', () => {
    const InputTransformer = {
      InputPathsMap: {
        id: '$.detail.incident',
        impact: '$.detail.impact',
        none: '$.detail.nothing',
        all: '$.detail.tags',
      },
      InputTemplate: '{"text":"<id> has impact <impact><none>","id":<id>,"impact":<impact>,"all":<all>}',
    };
    expect(JSON.parse(targetInput(event, { InputTransformer }))).toEqual({
      text: 'm17 has impact 3',
      id: 'm17',
      impact: 3,
      all: ['eu', 'us'],
    });
  });
});
