import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { claimsIn } from '../../shared/core/lint/machine-words.ts';
import { alarmWords } from '../../shared/wording/alarms.ts';

/** The house's config with one rule whose words are these. */
const withRule = (words: { title?: string; message?: string }) => ({
  ...structuredClone(config),
  intake: {
    sources: [{ id: 'probe', format: 'generic', rules: [{ when: {}, component: config.components[0]!.id, ...words }] }],
  },
});

describe('intake: the words that a rule gives to a monitor', () => {
  it.each([
    'Checkout is failing',
    'Our monitoring reports errors in checkout. Nobody has confirmed it yet.',
    'Requests to the API are failing or slow.',
    'Payments by card may fail. Payments by bank transfer go on.',
    'Search is not available.',
    'We will write here when it works again.',
    'The cause is not known yet, and it is not fixed.',
    'Errors have been seen since some minutes ago.',
    ...Object.values(alarmWords('Checkout')),
  ])('may be: %s', (text) => {
    expect(claimsIn(text)).toEqual([]);
    expect(() => parseConfig(withRule({ message: text }))).not.toThrow();
  });

  it.each([
    ['Checkout fails due to a broken deploy.', 'names a cause'],
    ['Latency is high because of our database.', 'names a cause'],
    ['Checkout is back.', 'works again'],
    ['All services are operational again.', 'works again'],
    ['The problem has been resolved.', 'works again'],
    ['It works again.', 'works again'],
    ['It will be fixed shortly.', 'only a person can promise'],
    ['We expect it to be restored within 30 minutes.', 'gives a time'],
    ['Next update in 30 minutes.', 'by a time that nothing counts'],
    ['Our engineers are working on it.', 'people are at work'],
    ['We are investigating.', 'people are at work'],
  ])('may not be: %s', (text, reason) => {
    expect(claimsIn(text).map((one) => one.reason)).toContainEqual(expect.stringContaining(reason));
    expect(() => parseConfig(withRule({ message: text }))).toThrow(
      /intake\.sources\.0\.rules\.0\.message: “.+” .*Say what the monitor sees, and no more/,
    );
    expect(() => parseConfig(withRule({ title: text }))).toThrow('intake.sources.0.rules.0.title');
  });

  it('hold nothing that nobody sees', () => {
    expect(() => parseConfig(withRule({ message: 'Checkout is \u202efailing' }))).toThrow(
      'intake.sources.0.rules.0.message: holds a character that nobody sees',
    );
  });
});
