import type { Rule } from './finding.ts';

/** Whoever takes back an incident is told which others go on in it: with it they would all be errors. */
export const mergedIntoIt: Rule = ({ takesBackToo }) =>
  takesBackToo.length === 0
    ? []
    : [
        {
          rule: 'others-go-on-here',
          field: 'message',
          quote: takesBackToo.join(', '),
          reason: `${takesBackToo.length === 1 ? 'Another incident was' : `${takesBackToo.length} other incidents were`} merged into this one: their readers were sent here, and would read that it was an error.`,
          suggestion: 'Merge them into the right one with "redirect", or reopen them, before you retract this one.',
        },
      ];
