import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightOf, X_LIMIT } from '../../shared/wording/x/weight.ts';
import { type Look, look, opened, type Step, toldReported, update } from '../support/story.ts';

const lastText = (...steps: readonly (Step | Look)[]): string =>
  toldReported(...steps).entries.at(-1)?.content?.message ?? '';

describe('the text of an apology', () => {
  it('says what was promised and when, that it was not kept, the last word of a person, and what comes next', () => {
    expect(lastText(opened('10:00', { message: 'Logins fail for everyone.' }), look('10:17'))).toBe(
      'At 10:00 UTC we promised an update by 10:15 UTC. You did not hear from us in time, and we are sorry. ' +
        'Our last word, 10:00 UTC: “Logins fail for everyone.” Next update by 10:47 UTC.',
    );
  });

  it('names seconds where the promised span was short', () => {
    expect(lastText(opened('10:00', { nextUpdateBy: '10:00:04' }), look('10:00:06'))).toContain(
      'At 10:00:00 UTC we promised an update by 10:00:04 UTC.',
    );
  });

  it('names the day where the time does not lie near', () => {
    const text = lastText(opened('23:50', { nextUpdateBy: '+1 00:05' }), look('+1 00:07'));
    expect(text).toContain('At 22 Nov, 23:50 UTC we promised an update by 00:05 UTC.');
  });

  it('quotes the last word unaltered, cut only behind a sentence', () => {
    const message = `Requests to api.v2.example fail. ${'We are looking at the load balancers. '.repeat(4)}`.trim();
    const quote = /“(.*)”/.exec(lastText(opened('10:00', { message }), look('10:17')))?.[1] ?? '';
    expect(message.startsWith(quote)).toBe(true);
    expect(quote).toMatch(/^Requests to api\.v2\.example fail\..*\.$/);
  });

  it('quotes no last word that holds a time', () => {
    for (const message of ['A fix goes out at 10:10 UTC.', 'We expect this within 20 minutes.', 'Back by noon.']) {
      expect(lastText(opened('10:00', { message }), look('10:17'))).not.toContain(message);
    }
  });

  it('claims nothing that the pipeline cannot know', () => {
    const text = lastText(
      opened('10:00', { status: 'identified', restoreBy: '10:20', nextUpdateBy: '10:20' }),
      look('10:23'),
    );
    expect(text).not.toMatch(/still down|not back|no data|on it|working|engineer/i);
  });

  it('fits into a post and repeats no sentence within an incident, whatever people wrote before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.lorem({ maxCount: 30, mode: 'sentences' }), { minLength: 1, maxLength: 6 }),
        (messages) => {
          const steps = messages.flatMap((message, index) => {
            const speak =
              index === 0
                ? opened('00:00', { message: message.slice(0, 4000) })
                : update(`0${index * 1}:00`, { message });
            return [speak, look(`0${index}:17`), look(`0${index}:50`)];
          });
          const texts = toldReported(...steps)
            .entries.filter((entry) => entry.kind === 'apology')
            .map((entry) => entry.content?.message ?? '');
          expect(texts).toHaveLength(messages.length * 2);
          for (const text of texts) expect(weightOf(text)).toBeLessThanOrEqual(X_LIMIT);
          const own = texts
            .flatMap((text) => text.replaceAll(/“[^”]*”/g, 'said.').match(/[^.!?]+[.!?]+/g) ?? [])
            .map((sentence) => sentence.trim());
          expect(own.filter((sentence, index) => own.indexOf(sentence) !== index)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
