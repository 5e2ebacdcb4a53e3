import { describe, expect, it } from 'vitest';
import { endWithoutPost as endOnChannel, parentPost } from '../../shared/core/channel/owed.ts';
import { classOf } from '../../shared/core/channel/post-class.ts';
import type { Delivery } from '../../shared/core/delivery.ts';
import type { Entry, EntryKind, Status } from '../../shared/core/entry.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { DAY_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { freshXAccount } from '../../shared/core/x/account.ts';
import { asChannel, nextXAction, planAloneOnX, type XView } from '../../shared/core/x/next.ts';
import { at, look, machine, opened, resolved, type Step, toldReported, update } from '../support/story.ts';
import { RULES } from './support/house.ts';

const wish = (clock: string, command: object): Step => ({ at: clock, command: command as Step['command'] });
const delivered = (clock: string, more: object = {}): Delivery => ({
  state: 'delivered',
  at: at(clock),
  receipt: `post of ${clock}`,
  ...more,
});

const viewOf = (incident: ReportedIncident, clock: string, more: Partial<XView> = {}): XView => ({
  incident,
  deliveries: new Map(),
  mode: 'live',
  rules: RULES,
  account: freshXAccount(),
  now: at(clock),
  ...more,
});

const endWithoutPost = (entry: Entry, view: XView) => endOnChannel(entry, asChannel(view));

describe('how much a post matters', () => {
  const entry = (kind: EntryKind, status: Status = 'investigating') => ({ kind, status }) as Entry;
  const heard = new Map([[1, delivered('10:00')]]);
  const classes = (deliveries: XView['deliveries']) =>
    Object.fromEntries(
      (
        [
          'opened',
          'update',
          'apology',
          'correction',
          'redaction',
          'resolved',
          'postmortem',
          'reopened',
          'retracted',
          'merged',
        ] as const
      ).map((kind) => [kind, classOf(entry(kind), { deliveries, mode: 'live' })]),
    );

  it('follows from what it is, and from whether X has heard of the incident', () => {
    const always = {
      opened: 'opening',
      reopened: 'opening',
      apology: 'apology',
      correction: 'apology',
      resolved: 'resolution',
      retracted: 'resolution',
      merged: 'resolution',
    };
    expect(classes(heard)).toEqual({ ...always, update: 'routine', postmortem: 'routine', redaction: 'routine' });
    expect(classes(new Map())).toEqual({ ...always, update: 'opening', postmortem: 'opening', redaction: 'opening' });
  });

  it('is a resolution where announced work ends', () => {
    const work = (status: Status, deliveries: XView['deliveries']) =>
      classOf(entry('maintenance', status), { deliveries, mode: 'live' });
    expect(['completed', 'cancelled'].map((status) => work(status as Status, heard))).toEqual([
      'resolution',
      'resolution',
    ]);
    expect([work('in_progress', heard), work('scheduled', new Map())]).toEqual(['routine', 'opening']);
  });
});

describe('an apology on X', () => {
  const silence = [opened('10:00', { status: 'identified', nextUpdateBy: '10:30', restoreBy: '10:30' })];
  const late = toldReported(...silence, look('10:33'));
  const apology = late.entries[1]!;
  const ended = (deliveries: XView['deliveries'], more: Partial<XView> = {}) =>
    endWithoutPost(apology, viewOf(late, '10:34', { deliveries, ...more }));

  it('is owed if one of the promises that it answers stood there before it was due', () => {
    expect(apology.settles).toHaveLength(2);
    expect(ended(new Map([[1, delivered('10:05')]]))).toBeUndefined();
    // The first promise never reached X, and the second did.
    const two = toldReported(
      opened('10:00', { nextUpdateBy: '10:40' }),
      update('10:10', { by: machine, restoreBy: '10:40' }),
      look('10:43'),
    );
    const sorry = two.entries[2]!;
    expect(sorry.settles.map(({ seq }) => seq)).toEqual([1, 2]);
    const seen = new Map([[2, delivered('10:11')]]);
    expect(endWithoutPost(sorry, viewOf(two, '10:44', { deliveries: seen }))).toBeUndefined();
  });

  it('is owed by when its own promise was due, whatever else the same statement gave', () => {
    const both = { status: 'identified', nextUpdateBy: '10:15', restoreBy: '11:00' } as const;
    const story = toldReported(opened('10:00', both), update('10:10', { nextUpdateBy: '12:00' }), look('11:03'));
    const seen = new Map([[1, delivered('10:20')]]);
    expect(endWithoutPost(story.entries[2]!, viewOf(story, '11:04', { deliveries: seen }))).toBeUndefined();
  });

  it('is none where the promise was never made there, or only when it was due', () => {
    const never = { state: 'dropped', reason: 'the promise was never made on X' };
    expect(ended(new Map())).toMatchObject(never);
    expect(ended(new Map([[1, delivered('10:30')]]))).toMatchObject(never);
    expect(ended(new Map([[1, { state: 'unknown', at: at('10:05'), reason: '' }]]))).toMatchObject(never);
    expect(ended(new Map([[1, delivered('10:05', { shadow: true })]]))).toMatchObject(never);
    expect(ended(new Map([[1, delivered('10:05', { shadow: true })]]), { mode: 'shadow' })).toBeUndefined();
  });
});

describe('what is never said on X', () => {
  const reason = (incident: ReportedIncident, seq: number, clock: string, more: Partial<XView> = {}) => {
    const end = endWithoutPost(incident.entries[seq - 1]!, viewOf(incident, clock, more));
    return end && 'reason' in end ? `${end.state}: ${end.reason}` : end;
  };
  const one = toldReported(opened('10:00'));
  const over = toldReported(opened('10:00'), resolved('10:30'));

  it('is what only takes words away, what was taken away, and all while the channel is off', () => {
    const redacted = toldReported(opened('10:00'), wish('10:10', { type: 'Redact', seq: 1, message: 'A name.' }));
    expect(reason(redacted, 2, '10:11')).toBe('dropped: a redaction takes words away and adds none');
    const { content: _content, ...empty } = one.entries[0]!;
    expect(reason({ ...one, entries: [empty as Entry] }, 1, '10:11')).toBe(
      'dropped: its text was redacted before it was posted',
    );
    expect(reason(one, 1, '10:11', { mode: 'off' })).toBe('dropped: the channel was off');
    expect(reason({ ...one, handling: 'drill' }, 1, '10:11')).toBe('dropped: a drill is never public');
    expect(reason(one, 1, '10:11')).toBeUndefined();
  });

  it('is what has been over for a day, counted from the last word', () => {
    const expired = 'expired: its incident had been over for a day';
    expect([reason(over, 2, '+1 10:29'), reason(over, 2, '+1 10:30')]).toEqual([undefined, expired]);
    const report = toldReported(
      opened('10:00'),
      resolved('10:30'),
      wish('12:00', { type: 'PublishPostmortem', message: 'What we learnt.' }),
    );
    expect([reason(report, 3, '+1 10:30'), reason(report, 3, '+1 12:00')]).toEqual([undefined, expired]);
    expect(reason(one, 1, '+3 10:00')).toBeUndefined();
  });

  it('is what is below the impact that X is told of, until it was once bad enough', () => {
    const rules = { ...RULES, minImpact: 'major' as const };
    const story = toldReported(
      opened('10:00', { impact: 'minor' }),
      update('10:10', { impact: 'major' }),
      update('10:20', { impact: 'minor' }),
    );
    expect([1, 2, 3].map((seq) => reason(story, seq, '10:30', { rules }))).toEqual([
      'dropped: its impact is below major',
      undefined,
      undefined,
    ]);
  });

  it('is a correction or a withdrawal of what X does not know', () => {
    const corrected = toldReported(
      opened('10:00'),
      wish('10:10', { type: 'Correct', corrects: 1, message: 'The API.' }),
    );
    const unknown: Delivery = { state: 'unknown', at: at('10:01'), reason: '' };
    const known = { deliveries: new Map([[1, delivered('10:01')]]) };
    expect(reason(corrected, 2, '10:11')).toBe('dropped: what it corrects is not on X');
    expect(reason(corrected, 2, '10:11', known)).toBeUndefined();
    expect(reason(corrected, 2, '10:11', { deliveries: new Map([[1, unknown]]) })).toBeUndefined();
    for (const command of [
      { type: 'Retract', message: 'A false alarm.' },
      { type: 'Merge', into: 'i2', message: 'It goes on there.' },
    ]) {
      const gone = toldReported(opened('10:00'), wish('10:10', command));
      expect(reason(gone, 2, '10:11')).toBe('dropped: X was never told of the incident');
      expect(reason(gone, 2, '10:11', known)).toBeUndefined();
    }
  });
});

describe('a post', () => {
  const account = freshXAccount();
  const story = toldReported(opened('10:00'), update('10:10', { status: 'identified' }));
  const plan = (seq: number, clock: string, more: Partial<XView> = {}, state = account) =>
    planAloneOnX(story.entries[seq - 1]!, { ...viewOf(story, clock, more), account: state });
  const known = { deliveries: new Map([[1, delivered('10:01')]]) };

  it('says when it was said once five minutes have passed', () => {
    expect(plan(1, '10:05').late).toBe(false);
    expect(
      planAloneOnX(story.entries[0]!, { ...viewOf(story, '10:05'), now: plus(at('10:05'), 1), account }).late,
    ).toBe(true);
  });

  it('links by rule: never, at the ends, always', () => {
    const links = (rule: 'never' | 'ends' | 'always') => {
      const rules = { ...RULES, links: rule };
      return [plan(1, '10:01', { rules }).link, plan(2, '10:11', { ...known, rules }).link];
    };
    expect([links('never'), links('ends'), links('always')]).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
  });

  it('answers the newest of its own incident, unless posts stand alone', () => {
    expect(plan(2, '10:11', known)).toMatchObject({ replyTo: 'post of 10:01', root: false });
    expect(plan(2, '10:11', { ...known, rules: { ...RULES, threads: false } })).toMatchObject({ root: true });
    const alone = { ...account, standalone: { since: at('10:05'), reason: '403' } };
    expect(plan(2, '10:11', known, alone)).not.toHaveProperty('replyTo');
    const shadow = { mode: 'shadow' as const, deliveries: new Map([[1, delivered('10:01', { shadow: true })]]) };
    expect(plan(2, '10:11', shadow)).toMatchObject({ root: false });
    expect(plan(1, '10:01', { mode: 'shadow' })).toMatchObject({ root: true });
    expect(plan(2, '10:11', shadow)).not.toHaveProperty('replyTo');
  });

  it('is answered only where it is still there and of one incident', () => {
    const posts = (...more: object[]) => new Map(more.map((one, index) => [index + 1, delivered(`10:0${index}`, one)]));
    expect(parentPost(posts({}, {}))).toBe('post of 10:01');
    expect(parentPost(posts({}, { joint: true }))).toBe('post of 10:00');
    expect(parentPost(posts({}, { shadow: true }))).toBe('post of 10:00');
    expect(parentPost(posts({}, { removedAt: at('10:30') }))).toBe('post of 10:00');
    expect(parentPost(new Map())).toBeUndefined();
  });
});

describe('what X is told next', () => {
  const account = freshXAccount();
  const told = (incident: ReportedIncident, clock: string, more: Partial<Parameters<typeof nextXAction>[0]> = {}) =>
    nextXAction({ ...viewOf(incident, clock), account, frozen: false, ...more });
  const late = toldReported(opened('10:00'), look('10:17'));
  const known = new Map([[1, delivered('10:01')]]);

  it('is nothing that nobody wrote while automated posts are frozen', () => {
    expect(told(late, '10:18', { deliveries: known, frozen: true })).toEqual({
      type: 'wait',
      until: at('10:19'),
      reason: 'automated posts are frozen',
      seq: 2,
    });
    expect(told(late, '10:18', { deliveries: known })).toMatchObject({ type: 'post', plan: { class: 'apology' } });
    const rehearsed = new Map([[1, delivered('10:01', { shadow: true })]]);
    expect(told(late, '10:18', { mode: 'shadow', deliveries: rehearsed, frozen: true }).type).toBe('wait');
    expect(told(late, '10:18', { mode: 'shadow', deliveries: rehearsed }).type).toBe('show');
  });

  it('is the resolution at once, in place of an update that has waited for more than 20 seconds', () => {
    const over = toldReported(opened('10:00'), update('10:10', { status: 'identified' }), resolved('10:10:10'));
    const plan = (clock: string) => told(over, clock, { deliveries: known });
    expect(plan('10:10:20')).toMatchObject({ type: 'post', plan: { entry: { kind: 'update' }, covers: [] } });
    expect(plan('10:10:21')).toMatchObject({ type: 'post', plan: { entry: { kind: 'resolved' }, covers: [2] } });
  });

  it('waits for the gate, and for what it answers to become visible', () => {
    const gate = { kind: 'rate' as const, reason: '429', since: at('10:00'), until: at('10:20'), tries: 1 };
    const story = toldReported(opened('10:00'));
    expect(told(story, '10:01', { account: { ...account, gate } })).toMatchObject({
      type: 'wait',
      until: at('10:20'),
      reason: '429',
    });
    expect(told(story, '10:20', { account: { ...account, gate } }).type).toBe('post');
  });

  it('asks the budget again in a quarter of an hour, or as soon as there is room', () => {
    const story = toldReported(opened('10:00'));
    const spentAt = (clock: string) => ({ at: at(clock), dollars: 0.015, digest: clock });
    const rules = { ...RULES, postsPerDay: 1 };
    const wait = { type: 'wait', seq: 1, reason: 'the budget keeps what is left for what matters more' };
    expect(told(story, '10:01', { rules, account: { ...account, spent: [spentAt('09:00')] } })).toEqual({
      ...wait,
      until: at('10:16'),
    });
    const soon = plus(plus(at('10:01'), -DAY_MS), MINUTE_MS);
    const spent = [{ at: soon, dollars: 0.015, digest: 'a' }];
    expect(told(story, '10:01', { rules, account: { ...account, spent } })).toEqual({ ...wait, until: at('10:02') });
  });
});
