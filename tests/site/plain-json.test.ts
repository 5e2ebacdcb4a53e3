import { describe, expect, it } from 'vitest';
import { plainJson } from '../../shared/site/html.ts';

describe('the text in a document', () => {
  it.each([
    ['turns the direction of what is around it', 'pay\u202Etxt', 'paytxt'],
    ['steers a terminal', 'red \u001B[31m', 'red [31m'],
    ['is deleted by old screens', 'a\u007Fb\u0085c', 'abc'],
    ['is half of a character', 'half \uD83D of it', 'half \uFFFD of it'],
    ['no XML may hold', 'a\uFFFEb', 'ab'],
  ])('leaves out what %s', (_what, said, shown) => {
    expect(JSON.parse(plainJson({ incidents: [{ name: said }] }))).toEqual({ incidents: [{ name: shown }] });
  });

  it.each(['C:\\users', 'two\nlines', '“quotes” & <tags>', '😀 ok'])('keeps %j as it is', (said) => {
    expect(JSON.parse(plainJson({ name: said }))).toEqual({ name: said });
  });
});
