import { describe } from 'vitest';
import { deskSourceContract } from './desk-source.contract.ts';
import { givenDesk } from './given-desk.ts';

describe('what is said to us on X', () => {
  deskSourceContract(() => givenDesk('x'), {
    ...{ messages: true, blocked: 'blocked', notSummoned: 'not-summoned', asks: 'money' },
  });
});

describe('what is said to us on Bluesky', () => {
  deskSourceContract(() => givenDesk('bluesky'), {
    ...{ messages: false, blocked: 'blocked', notSummoned: 'answers-closed', asks: 'nothing' },
  });
});

describe('what is said to us on Mastodon', () => {
  deskSourceContract(() => givenDesk('mastodon'), { messages: true, blocked: 'gone', asks: 'nothing' });
});
