import { describe, expect, it } from 'vitest';
import { ownsUp } from '../../shared/core/recogniser/owned-up.ts';
import { phaseSaid } from '../../shared/core/recogniser/phases.ts';
import { sentencesOf } from '../../shared/core/recogniser/sentences.ts';

describe('the phase that a text reports', () => {
  it.each([
    ['We are looking into failing logins.', undefined],
    ['We have not yet identified the cause.', undefined],
    ['We will post again once we have identified the cause.', undefined],
    ['We have identified the cause of the failing logins.', 'identified'],
    ['A fix is being tested.', 'identified'],
    ['We are working to restore the service.', 'identified'],
    ['We have deployed a fix.', 'monitoring'],
    ['The release has been rolled back and we see error rates improving.', 'monitoring'],
    ['The cause was found, the fix is in place, and we are monitoring the results.', 'monitoring'],
  ])('%s → %s', (text, phase) => {
    expect(phaseSaid(text)).toBe(phase);
  });

  it.each([
    'We will continue to monitor it.',
    'Closely monitoring.',
    'Monitoring for errors.',
    'We see that queues recover.',
    'We are seeing an improvement: errors decrease.',
    'Logins are recovering.',
    'The queue has recovered.',
    'The impact has been fully mitigated.',
    'The impact was mitigated.',
    'The problem should now be resolved.',
    'The issues appear to be resolved.',
    'The errors have been corrected.',
    'It is partially resolved.',
    'The patch was applied.',
    'A workaround is in place.',
    'We deployed last night a revert of it.',
    'The teams have failed over.',
    'The change was reverted.',
    'Logins have returned to normal.',
    'Traffic is back to a healthy level.',
  ])('is that a repair is watched: %s', (text) => expect(phaseSaid(text)).toBe('monitoring'));

  it.each([
    'We found the bug.',
    'The culprit is a release; the problem has been isolated.',
    'Identified: a full disk.',
    'The root cause is a full disk.',
    'We are preparing a patch.',
    'A hotfix is under way.',
    'Rolling back.',
    'We are scaling up.',
    'We are actively working to restore logins.',
    'We work on repairing it.',
  ])('is that the cause is known: %s', (text) => expect(phaseSaid(text)).toBe('identified'));

  it.each([
    'We will monitor once it has recovered.',
    'We monitor until the problem is mitigated and then resolved.',
    'We do not yet see recovery; the fix is in place.',
    "We haven't identified the cause.",
    'We haven’t been able to say more; the cause isn’t identified.',
    'We have yet to determine the cause.',
    'We are unable to identify the source.',
    'If identified, the cause is posted here.',
  ])('is neither while it is not so: %s', (text) => expect(phaseSaid(text)).toBeUndefined());
});

describe('owning up to a time that did not hold', () => {
  it.each([
    'This is taking longer than we expected.',
    'We missed our estimate of 14:00 UTC.',
    'We didn’t meet our estimate.',
    'The ETA that we gave at noon has passed.',
    'We are sorry for the late update.',
    'We apologise: we promised to be back by 13:00 UTC and were not.',
  ])('is: %s', (text) => expect(ownsUp(text)).toBe(true));

  it.each([
    'We apologise for the inconvenience.',
    'We continue to work on a fix.',
    'Deliveries are delayed.',
    'We now expect recovery by 16:00 UTC.',
  ])('is not: %s', (text) => expect(ownsUp(text)).toBe(false));
});

describe('the sentences of a text', () => {
  it('end at a stop or a line, and not inside a time or an abbreviation', () => {
    const texts = sentencesOf('Back at 5 p.m. UTC, e.g. Search. It took 1.5 hours!\nNext: 17:30').map(
      ({ text }) => text,
    );
    expect(texts).toEqual(['Back at 5 p.m. UTC, e.g. Search.', 'It took 1.5 hours!', 'Next: 17:30']);
  });

  it('lie where they say', () => {
    const text = '  First.  Second one?\n\nThird';
    for (const sentence of sentencesOf(text)) expect(text.slice(sentence.from, sentence.to)).toBe(sentence.text);
    expect(sentencesOf(text)).toHaveLength(3);
  });
});
