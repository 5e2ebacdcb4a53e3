import { describe, expect, it } from 'vitest';
import { opened, resolved, update } from '../support/story.ts';
import { findingsIn } from './reading.ts';

const open = [opened('14:00', { nextUpdateBy: '15:30' })];

const hintsOn = (message: string) => findingsIn(update('14:21', { message }), open);

/** What a rule quotes from a text, with its reason and its advice. */
const remarks = (rule: string, message: string) =>
  hintsOn(message)
    .filter((finding) => finding.rule === rule)
    .map(({ quote, reason, suggestion }) => [quote, reason, suggestion]);

const PHRASES: readonly {
  rule: string;
  reason: string;
  suggestion: string;
  wordings: readonly string[];
}[] = [
  {
    rule: 'hedge',
    reason: 'says when without saying when',
    suggestion: 'Give a time that you can keep, or say that you do not know yet.',
    wordings: [
      'shortly',
      'very soon',
      'quite soon',
      'momentarily',
      'as soon as possible',
      'as quickly as we can',
      'as fast as we know',
      'asap',
      'in due course',
      'in a timely manner',
      'in the near future',
      'in a little while',
      'in a while',
    ],
  },
  {
    rule: 'hedge',
    reason: 'leaves readers guessing whether it is about them',
    suggestion: 'Say what fails and for whom: “sign-in fails for accounts in Europe”.',
    wordings: [
      'some users',
      'certain customers',
      'several people',
      'a number of accounts',
      'a small number of our requests',
      'a limited subset of services',
      'a portion of users',
      'a fraction of our customers',
    ],
  },
  {
    rule: 'hedge',
    reason: 'plays down what readers see for themselves',
    suggestion: 'If it fails, say that it fails, and how often if you know.',
    wordings: [
      'may be experiencing',
      'might have been affected',
      'could see',
      'may be seeing',
      'may encounter',
      'might notice',
      'could impact',
      'intermittent',
      'intermittently',
      'minor hiccup',
      'hiccups',
      'glitches',
      'glitch',
      'blips',
    ],
  },
  {
    rule: 'hedge',
    reason: 'is a wish where readers look for a fact',
    suggestion: 'Say what you know and what you do next.',
    wordings: ['hopefully', 'we hope'],
  },
  {
    rule: 'boilerplate',
    reason: '“any” doubts what readers suffer',
    suggestion: 'Leave it out, or say what was missed and what you do about it.',
    wordings: ['any inconvenience', 'any possible disruption', 'any trouble'],
  },
  {
    rule: 'boilerplate',
    reason: 'says nothing that helps a reader',
    suggestion: 'Leave it out, or say what was missed and what you do about it.',
    wordings: [
      'for the inconvenience',
      'inconvenience this may have caused',
      'inconvenience it might cause',
      'rest assured',
      'we take this very seriously',
      'take these matters seriously',
      'take such reports seriously',
      'out of an abundance of caution',
      'valued customers',
      'valued user',
    ],
  },
  {
    rule: 'boilerplate',
    reason: 'takes for granted what was not offered',
    suggestion: 'Leave it out, or say what was missed and what you do about it.',
    wordings: [
      'thank you for your patience',
      'thanks for your understanding',
      'appreciate your patience',
      'bear with us while',
      'your continued patience',
      'your patience',
    ],
  },
  {
    rule: 'boilerplate',
    reason: 'says nothing that helps a reader',
    suggestion: 'Say what is being done.',
    wordings: [
      'working very hard',
      'working diligently',
      'working tirelessly',
      'working around the clock',
      'all hands on deck',
    ],
  },
  {
    rule: 'absolute',
    reason: 'one exception makes it untrue',
    suggestion: 'Say what you checked and when.',
    wordings: [
      'all',
      'fully',
      'completely',
      'entirely',
      'totally',
      'permanently',
      'guarantee',
      'guarantees',
      'guaranteed',
      '100 %',
      '100%',
      'everything works',
      'everyone is',
    ],
  },
  {
    rule: 'absolute',
    reason: 'nobody can promise that',
    suggestion: 'Say what changes, and by when.',
    wordings: ['never again', 'not happen again', 'not occur again', 'will never happen', 'will not recur'],
  },
  {
    rule: 'absolute',
    reason: 'stands only if somebody has verified it',
    suggestion: 'Say how it was checked, or that it is not known yet and when you will say.',
    wordings: [
      'no data loss',
      'no customer data was lost',
      'not any data has been lost',
      'without any data loss',
      'no data were lost',
      'no data had been lost',
      'data was not lost',
      'data were never lost',
    ],
  },
  {
    rule: 'blame',
    reason: 'readers have a contract with us, not with whoever we chose; naming a vendor as a fact is fine',
    suggestion: 'Say what failed, what it did to readers, and what we do about it.',
    wordings: [
      'beyond our control',
      'outside of our control',
      'out of our hands',
      'not our fault',
      "isn't our problem",
      "wasn't our doing",
      'through no fault of ours',
      'through no fault of our own',
      'our side is fine',
      'our end is healthy',
      'our side is ok',
      'fault of our hosting provider',
      'mistake by a vendor',
      'failure of the supplier',
      'negligence on the part of an external partner',
      'fault of a contractor',
      'mistake of the customer',
      'cloud provider is to blame',
      'upstream vendor was at fault',
      'third-party supplier is responsible',
      'hosting partner are at fault',
      'blame',
      'blaming',
    ],
  },
  {
    rule: 'blame',
    reason: 'blames a person for what a system let happen',
    suggestion: 'Say which safeguard was missing.',
    wordings: [
      'human error',
      'an engineer mistakenly',
      'one employee accidentally',
      'our operator forgot',
      "a developer's mistake",
      'an intern failed',
      "one technician's error",
    ],
  },
];

describe.each(PHRASES)('a hint ($rule) that a wording $reason', ({ rule, reason, suggestion, wordings }) => {
  it.each(wordings)('is given on: %s', (wording) => {
    expect(remarks(rule, `Well, ${wording}; so it is.`)).toContainEqual([wording, reason, suggestion]);
    const capital = wording.toUpperCase();
    expect(remarks(rule, `WELL, ${capital}; SO IT IS.`)).toContainEqual([capital, reason, suggestion]);
  });
});

describe('no hint', () => {
  it.each([
    'Sooner or later it fails.',
    'Not all logins fail.',
    'At all times it is reachable.',
    'After all it fails.',
    'Above all it is slow.',
    'First of all it is slow.',
    'For all I know it is slow.',
    'All along it was slow.',
    'It is not fully back.',
    'It is not yet completely back.',
    '100 % of logins fail.',
  ])('is given on: %s', (message) => {
    expect(hintsOn(message)).toEqual([]);
  });
});

describe('a cause before it is identified', () => {
  const causes = (message: string) => remarks('cause-while-investigating', message).map(([quote]) => quote);

  it.each([
    'due to a broken index.',
    'caused by a broken index.',
    'because of a broken index.',
    'as a result of a broken index.',
    'result from a broken index.',
    'results from a broken index.',
    'resulting from a broken index.',
    'stem from a broken index.',
    'stems from a broken index.',
    'traced back to a broken index.',
    'traced to a broken index.',
    'triggered by a broken index.',
    'cause is a broken index.',
    'root cause was a broken index.',
  ])('is named by: %s', (words) => {
    expect(causes(`Well, ${words}`)).toEqual([words]);
  });

  it.each([
    'It is not due to the release.',
    "It isn't caused by the release.",
    'Whether it is caused by the release is unclear.',
    'It is unknown what it is caused by.',
    'We see if it is due to the release.',
    'A possible reading is that it is caused by the release.',
    'We suspect that it is due to the release.',
    'It may be due to the release.',
    'It might be due to the release.',
    'We are looking for what it was triggered by.',
    'We are investigating what it is caused by.',
    'We are investigating the index that it is caused by.',
    'Is it due to the release?',
    'The cause is still open.',
    'The cause is being looked for.',
    'The cause was unclear.',
  ])('is not: %s', (message) => {
    expect(causes(message)).toEqual([]);
  });
});

describe('a word on whom it hit and for how long', () => {
  const resolving = (message: string) => {
    const step = resolved('15:00');
    const finding = findingsIn({ ...step, command: { ...step.command, message } } as typeof step, open);
    return finding.filter(({ rule }) => rule.startsWith('resolved-without')).map(({ rule }) => rule);
  };

  it.each([
    'This affected logins.',
    'The impact was on logins.',
    'Users are back.',
    'Customers are back.',
    'One account is back.',
    'Requests succeed.',
    'The region is back.',
    'It was slow between noon and one.',
    'It works since noon.',
    'It lasted an hour.',
    'It was slow until noon.',
    'It was slow from noon to one.',
    'It was slow for 10 minutes.',
    'It was slow for about 10 minutes.',
    'It was slow for around 10 minutes.',
    '5 % failed.',
    '5% failed.',
  ])('is: %s', (message) => expect(resolving(message)).not.toContain('resolved-without-scope'));

  it.each([
    'The data are complete.',
    'One record is missing.',
    'A backup exists.',
    'Nothing is lost.',
    'There was a loss.',
    'Everything was saved.',
    'Orders were stored.',
    'Orders were queued.',
    'Orders were retried.',
    'Mails were delivered.',
    'Some are duplicates.',
    'Each message arrived.',
    'Writes arrived.',
  ])('on what became of data is: %s', (message) =>
    expect(resolving(message)).not.toContain('resolved-without-word-on-data'),
  );

  it('is neither: it works again', () => {
    expect(resolving('It works again.')).toEqual(['resolved-without-scope', 'resolved-without-word-on-data']);
  });
});
