import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { flat, fourLetters } from './support/samples.ts';

const { confirm, change, owner, pause } = fourLetters(spoken);

/** The links of a letter but the one to the site at its end. */
const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

describe('the mail that asks for a confirmation', () => {
  it('says what was asked for, has one link to press, and makes no answer harmless', () => {
    const text = flat(confirm.text);
    expect(confirm.subject).toBe('Please confirm: mails from Example Cloud status');
    expect(text).toContain(
      'asked to follow API and Website on Example Cloud status with this address, and to get a mail when',
    );
    expect(text).toContain('The link works until 24 Nov, 14:00 UTC (11:00 in America/Sao_Paulo, UTC−3).');
    expect(text).toContain(
      'If you did not ask for it, do nothing: no mails come, and the request is forgotten after that time.',
    );
    expect(linksOf(confirm.html)).toEqual(['https://status.example.com/s/c/abc', 'https://status.example.com']);
  });

  it('belongs to no list that anybody could leave: nobody has joined one yet', () => {
    expect(confirm.headers).toEqual([{ name: 'Auto-Submitted', value: 'auto-generated' }]);
  });
});

it('a letter says times in UTC alone where the reader’s zone is not known', () => {
  const { change } = fourLetters(spoken, { zone: 'Mars/Phobos' });
  expect(flat(change.text)).toContain('It works until 15:00 UTC. Whoever has it');
});

it('the mail with a link to change says what the link can do, until when, and for whom', () => {
  expect(flat(change.text)).toContain('see what is kept about you, or erase it');
  expect(flat(change.text)).toContain('It works until 15:00 UTC (12:00 in America/Sao_Paulo, UTC−3).');
  expect(flat(change.text)).toContain('do not pass it on');
});

it('the mail to the owner of a webhook says what failed since when, what is lost, and the way back', () => {
  const text = flat(owner.text);
  expect(owner.subject).toBe('We stopped calling your webhook at hooks.example.org');
  expect(text).toContain(
    '10 calls in a row failed since 12:00 UTC (09:00 in America/Sao_Paulo, UTC−3). The last one: no answer within 10 s.',
  );
  expect(text).toContain('is not sent to it later');
  expect(text).toContain('Call it again: https://status.example.com/s/m/hook');
  expect(flat(fourLetters(spoken, { again: false }).owner.text)).toContain('Once it works again, sign it up anew.');
});

it('the mail before a pause says why, until when, what comes after it, and how to leave', () => {
  const text = flat(pause.text);
  expect(pause.subject).toBe('No more mails until 14:40 UTC: Example Cloud status');
  expect(text).toContain('This is mail number 12 within an hour.');
  expect(text).toContain('no more come until 14:40 UTC (11:40 in America/Sao_Paulo, UTC−3)');
  expect(text).toContain('Stop these mails: https://');
  expect(pause.headers.map(({ name }) => name)).toContain('List-Unsubscribe-Post');
});
