import { describe, expect, it } from 'vitest';
import { type Borne, lintReply } from '../../shared/core/desk/reply-lint.ts';

const looking: Borne = { status: 'investigating', back: false, times: ['14:30 UTC'] };
const rules = (text: string, borne: Partial<Borne> = {}) =>
  lintReply(text, { ...looking, ...borne }).map(({ rule }) => rule);

describe('an answer', () => {
  it.each([
    'You are right, and we are sorry: API does not work as it should. Next update by 14:30 UTC.',
    'We have not found the cause yet. We write here when it is back.',
    'Thank you for telling us. It helps us to see whom it hits.',
    'Sorry about that. We do not know the cause yet.',
  ])('may say: %s', (text) => expect(lintReply(text, looking)).toEqual([]));

  it.each([
    ['cause', 'It fails due to a bad deploy.'],
    ['cause', 'It does not work because of our provider.'],
    ['cause', 'It was a DDoS attack.'],
    ['time', 'Next update by 14:45 UTC.'],
    ['time', 'We are back in twenty minutes.'],
    ['time', 'It will be fixed by tomorrow.'],
    ['time', 'Give us half an hour.'],
    ['time', 'Back at 3pm.'],
    ['time', 'We expect it on Monday.'],
    ['link', 'See status.example.com for more.'],
    ['link', 'More: https://example.com'],
    ['mention', 'Our friends at @cloud look at it.'],
    ['defends', 'As stated on our page, we look at it.'],
    ['defends', 'It works for us.'],
    ['defends', 'Please check your network.'],
    ['mush', 'We apologise for any inconvenience.'],
    ['mush', 'Thank you for your patience.'],
    ['mush', 'It is fixed soon, we hope.'],
    ['fact', 'It works again.'],
    ['fact', 'No data was lost.'],
    ['fact', 'It hits 12 % of requests.'],
    ['fact', 'You get a refund.'],
    ['empty', '   '],
  ])('does not leave with a %s: %s', (rule, text) => expect(rules(text)).toContain(rule));

  it('names a cause once the page does, and says that it works once the page does', () => {
    expect(rules('It fails due to a bad deploy.', { status: 'identified' })).toEqual([]);
    expect(rules('It works again.', { status: 'monitoring', back: true })).toEqual([]);
  });

  it('names no cause where no incident is open at all', () => {
    expect(rules('It fails due to a bad deploy.', { status: undefined })).toContain('cause');
  });
});
