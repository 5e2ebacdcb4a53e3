import parseTweet from 'twitter-text/dist/parseTweet.js';

/** The longest post that X takes, in weighted characters. */
export const X_LIMIT = 280;

/** How long X counts a text: most letters 1, emoji and CJK 2, any link 23. */
export const weightOf = (text: string): number => parseTweet(text).weightedLength;
