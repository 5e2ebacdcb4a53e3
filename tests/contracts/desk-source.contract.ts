import { describe, expect, it } from 'vitest';
import type { Heard } from '../../shared/core/desk/mention.ts';
import { type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type {
  AnswerOutcome,
  DeskSourcePort,
  OutgoingAnswer,
  ReadDeskSource,
  Reading,
} from '../../shared/ports/desk-source.ts';

/** A place that is answered, somebody who said something there, and what a test may do to both. */
export type GivenAnswered = {
  source: DeskSourcePort;
  /** Another function of ours, with nothing in its memory. */
  another: () => DeskSourcePort;
  now: () => Instant;
  pass: (ms: number) => void;
  /** Somebody says something to us, and we hear it. */
  hear: (from?: string) => Promise<Heard>;
  takeBack: (id: string) => void;
  /** How many answers of ours stand to it. */
  ours: (heard: Heard) => readonly { text: string }[];
  trouble: (fault: string, more?: object) => void | Promise<void>;
};

/** A source that is read, the people who speak there, and what a test may do to both. */
export type GivenDesk = Omit<GivenAnswered, 'another'> & {
  source: ReadDeskSource;
  another: () => ReadDeskSource;
  say: (text: string, more?: { from?: string; replyTo?: string; quote?: string }) => string;
  write: (from: string, text: string) => void;
  /** A post of ours; its id. */
  post: (text: string) => string;
  /** What of ours stands, and what we have written to people. */
  posts: () => readonly { id: string; text: string; replyTo: string | null }[];
  written: () => readonly { with: string; text: string }[];
};

/** What a source has and has not. `blocked`: what it says of who has blocked us. `notSummoned`: the fault that makes it refuse programs. */
export type Knows = { messages: boolean; blocked: 'blocked' | 'gone'; notSummoned?: string; asks: 'nothing' | 'money' };

const answerTo = (desk: GivenAnswered, to: Heard, more: Partial<OutgoingAnswer> = {}): OutgoingAnswer => ({
  ...{ key: `answer to ${to.theirs}`, text: 'We are on it & sorry.', at: desk.now(), to, ...more },
});

/** What every place does that is answered, read or not. `lost`: faults after which an answer may be there, and whether it is. */
export function answeredContract(
  given: () => Promise<GivenAnswered>,
  lost: readonly (readonly [fault: string, stands: boolean])[],
): void {
  describe('answers', () => {
    it('at most once: the same answer again makes no second one', async () => {
      const desk = await given();
      const to = await desk.hear();
      const answer = answerTo(desk, to);
      expect(await desk.source.answer(answer)).toMatchObject({ outcome: 'sent', receipt: expect.any(String) });
      expect(desk.ours(to).map(({ text }) => text)).toEqual([expect.stringContaining('We are on it & sorry.')]);
      desk.pass(MINUTE_MS);
      await desk.another().answer(answer);
      expect(desk.ours(to)).toHaveLength(1);
    });

    it.each(lost)('with a doubt where nobody says what became of it: %s', async (fault, stands) => {
      const desk = await given();
      const to = await desk.hear();
      const answer = answerTo(desk, to, { text: `About ${fault}.` });
      await desk.trouble(fault);
      expect((await desk.source.answer(answer)).outcome).toBe('unknown');
      expect(desk.ours(to)).toHaveLength(stands ? 1 : 0);
      // Where nobody can look it stays unknown.
      if (desk.source.find !== undefined) expect('found' in (await desk.source.find(answer))).toBe(stands);
      if (!stands) expect((await desk.source.answer(answer)).outcome).toBe('sent');
      expect(desk.ours(to)).toHaveLength(1);
    });

    it('nobody whose word is gone', async () => {
      const desk = await given();
      const to = await desk.hear();
      desk.takeBack(to.theirs);
      expect(await desk.source.answer(answerTo(desk, to))).toMatchObject({ outcome: 'refused', why: 'gone' });
      expect(desk.ours(to)).toEqual([]);
    });

    it('nobody for now where nothing is taken from us', async () => {
      const desk = await given();
      const to = await desk.hear();
      await desk.trouble('rate-limited');
      const held: AnswerOutcome = await desk.source.answer(answerTo(desk, to));
      expect(held).toMatchObject({ outcome: 'held', until: expect.any(String) });
      expect(desk.ours(to)).toEqual([]);
    });
  });
}

/** What every source of mentions does, whatever is on its other side. */
export function deskSourceContract(given: () => Promise<GivenDesk>, knows: Knows): void {
  const window = (desk: GivenDesk) => plus(desk.now(), -30 * MINUTE_MS);
  const listen = async (desk: GivenDesk, known: readonly string[] = [], source = desk.source) =>
    told(await source.since(window(desk), known));
  const ours = (desk: GivenDesk, heard: Heard) => desk.ours(heard);

  answeredContract(given, [
    ['lost-response', true],
    ['lost-request', false],
    ['503-with-effect', true],
    ['503-without-effect', false],
  ]);

  describe('hears', () => {
    it('who speaks to us, answers us and quotes us, and not ourselves', async () => {
      const desk = await given();
      const root = desk.post('Logins fail');
      desk.say('is it <down>?');
      desk.say('still failing', { from: 'bob', replyTo: root });
      desk.say('look at this', { from: 'cy', quote: root });
      const { heard, gone } = await listen(desk);
      const byWhom = heard.toSorted((a, b) => (a.author.handle < b.author.handle ? -1 : 1));
      expect(byWhom.map(({ author, summoned, direct }) => [author.handle.split(/[@.]/)[0], summoned, direct])).toEqual([
        ['ada', true, false],
        ['bob', true, false],
        ['cy', true, false],
      ]);
      expect(byWhom[0]!.text).toContain('is it <down>?');
      expect(byWhom[1]!.answers).toMatchObject({ theirs: root, ours: true });
      expect(byWhom.every(({ at }) => at === desk.now())).toBe(true);
      expect(gone).toEqual([]);
    });

    it('the same again in the next window, by the same names, and nothing that is older', async () => {
      const desk = await given();
      desk.say('is it down?');
      const first = await listen(desk);
      desk.pass(29 * MINUTE_MS);
      desk.say('and now?', { from: 'bob' });
      const next = await listen(desk);
      expect(next.heard.map(({ theirs }) => theirs)).toContain(first.heard[0]!.theirs);
      expect(next.heard).toHaveLength(2);
      desk.pass(2 * MINUTE_MS);
      expect((await listen(desk)).heard.map(({ author }) => author.handle.slice(0, 3))).toEqual(['bob']);
    });

    it('more than a page of them, each once', async () => {
      const desk = await given();
      for (let index = 0; index < 205; index++) desk.say(`down for ${index}`, { from: `p${index}` });
      const { heard } = await listen(desk);
      expect(new Set(heard.map(({ theirs }) => theirs)).size).toBe(205);
    });

    it('late what is shown late, in a window that still holds it', async () => {
      const desk = await given();
      desk.trouble('mention-late', { times: 1, ms: 5 * MINUTE_MS });
      desk.say('is it down?');
      desk.pass(MINUTE_MS);
      desk.say('and now?', { from: 'bob' });
      expect((await listen(desk)).heard).toHaveLength(1);
      desk.pass(5 * MINUTE_MS);
      expect((await listen(desk)).heard).toHaveLength(2);
    });

    it('that something is gone, and says so only of what was asked about', async () => {
      const desk = await given();
      desk.say('is it down?');
      desk.trouble('mention-deleted', { times: 1, ms: MINUTE_MS });
      desk.say('a slip', { from: 'bob' });
      desk.say('another slip', { from: 'cy' });
      const known = (await listen(desk)).heard.map(({ theirs }) => theirs);
      expect(known).toHaveLength(3);
      desk.takeBack((await listen(desk)).heard.find(({ text }) => text.includes('another'))!.theirs);
      desk.pass(2 * MINUTE_MS);
      const after = await listen(desk, known);
      expect(after.heard).toHaveLength(1);
      expect(after.gone.toSorted()).toEqual(known.filter((id) => id !== after.heard[0]!.theirs).toSorted());
      expect((await listen(desk)).gone).toEqual([]);
    });

    it('nothing where it cannot be read, which proves nothing', async () => {
      const desk = await given();
      desk.say('is it down?');
      await listen(desk);
      for (const fault of ['lost-response', '503-without-effect', 'rate-limited', 'broken-json']) {
        desk.trouble(fault, { on: 'all' });
        const reading = await desk.source.since(window(desk), []);
        expect([fault, 'unreadable' in reading]).toEqual([fault, true]);
        if (fault === 'rate-limited') expect(reading).toMatchObject({ until: expect.any(String) });
      }
      expect((await listen(desk)).heard).toHaveLength(1);
    });

    it('what somebody has said of late, when it is asked', async () => {
      const desk = await given();
      desk.say('first');
      desk.say('second');
      desk.say('of somebody else', { from: 'bob' });
      const { heard } = await listen(desk);
      const ada = heard.find(({ text }) => text.includes('first'))!.author;
      const said = told(await desk.source.stream!(ada)).heard.map(({ text }) => text);
      expect(said.map((text) => /first|second/.exec(text)?.[0])).toEqual(['second', 'first']);
    });
  });

  describe('answers', () => {
    const heardOne = (desk: GivenDesk) => desk.hear();

    it('below what was said, and finds it there by what it is', async () => {
      const desk = await given();
      const to = await heardOne(desk);
      const answer = answerTo(desk, to);
      expect(await desk.source.find(answer)).toMatchObject({ absent: true });
      const sent = await desk.source.answer(answer);
      expect(sent).toMatchObject({ outcome: 'sent', receipt: expect.any(String) });
      expect(ours(desk, to)).toHaveLength(1);
      expect(ours(desk, to)[0]!.text).toContain('We are on it & sorry.');
      expect(await desk.another().find(answer)).toMatchObject({ found: (sent as { receipt: string }).receipt });
      const { heard } = await listen(desk);
      expect(heard).toHaveLength(1);
    });

    it('whoever it is, whatever they are called', async () => {
      const desk = await given();
      desk.say('is it down?', { from: 'Ada Lovelace of London' });
      desk.say('down?', { from: 'customer-17' });
      for (const to of (await listen(desk)).heard) {
        const sent = await desk.source.answer(answerTo(desk, to));
        expect(await desk.source.find(answerTo(desk, to))).toMatchObject({
          found: (sent as { receipt: string }).receipt,
        });
      }
    });

    it('and does not take for it the same words below somebody else', async () => {
      const desk = await given();
      desk.say('is it down?');
      desk.say('down?', { from: 'bob' });
      const [one, two] = (await listen(desk)).heard as [Heard, Heard];
      await desk.source.answer(answerTo(desk, one));
      expect(await desk.source.find(answerTo(desk, two))).toMatchObject({ absent: true });
    });

    it('nobody who has blocked us', async () => {
      const desk = await given();
      const to = await heardOne(desk);
      desk.trouble('author-blocks-us', { times: 1 });
      expect(await desk.source.answer(answerTo(desk, to))).toMatchObject({ outcome: 'refused', why: knows.blocked });
      expect(ours(desk, to)).toEqual([]);
    });

    it.runIf(knows.notSummoned)('nobody who takes no answer of a program', async () => {
      const desk = await given();
      const to = await heardOne(desk);
      desk.trouble(knows.notSummoned!, { times: 1 });
      const refused = await desk.source.answer(answerTo(desk, to));
      expect(refused).toMatchObject({ outcome: 'refused', why: 'not-summoned' });
      expect(ours(desk, to)).toEqual([]);
    });
  });

  describe.runIf(knows.messages)('messages', () => {
    const written = async (desk: GivenDesk, source = desk.source) =>
      told(await source.messagesSince!(window(desk))).heard;

    it('are heard apart from what is public, and answered where only the two can read', async () => {
      const desk = await given();
      desk.say('is it down?');
      desk.write('bob', 'my account is 12');
      const [message, ...more] = await written(desk);
      expect([message!.direct, message!.author.handle.slice(0, 3), more.length]).toEqual([true, 'bob', 0]);
      expect(message!.text).toContain('my account is 12');
      expect((await listen(desk)).heard.map(({ direct }) => direct)).toEqual([false]);
      const answer = answerTo(desk, message!);
      expect(await desk.source.find(answer)).toMatchObject({ absent: true });
      const sent = await desk.source.answer(answer);
      expect(sent.outcome).toBe('sent');
      expect(await desk.another().find(answer)).toMatchObject({ found: (sent as { receipt: string }).receipt });
      expect(desk.written().map(({ text }) => text)).toEqual(['We are on it & sorry.']);
      desk.pass(MINUTE_MS);
      expect(await written(desk)).toHaveLength(1);
    });

    it('go to who wrote first', async () => {
      const desk = await given();
      desk.write('bob', 'my account is 12');
      const [{ author }] = (await written(desk)) as [Heard];
      const sent = await desk.source.message!(author, { key: 'receipt', text: 'Case K7QXF.', at: desk.now() });
      expect(sent.outcome).toBe('sent');
      expect(desk.written()).toEqual([{ with: 'bob', text: 'Case K7QXF.' }]);
    });
  });

  it.runIf(knows.asks === 'nothing')('costs nothing', async () => {
    const desk = await given();
    desk.say('is it down?');
    const reading = await desk.source.since(window(desk), []);
    const sent = await desk.source.answer(answerTo(desk, told(reading).heard[0]!));
    expect([reading.billed, sent.billed]).toEqual([{}, {}]);
  });
}

export function told(reading: Reading): Extract<Reading, { heard: unknown }> {
  if ('unreadable' in reading) throw new Error(`it could not be read: ${reading.unreadable}`);
  return reading;
}
