import { describe, expect, it } from 'vitest';
import { MASTODON } from '../../shared/core/keyed/mastodon.ts';
import { linksIn } from '../../shared/core/x/links.ts';
import { fitOf } from '../../shared/wording/keyed/fit-of.ts';
import { look, opened, resolved, toldReported } from '../support/story.ts';
import { PAGE } from './support/any-post.ts';
import { holdsOfAnyStatement } from './support/must-hold.ts';
import { toldOn } from './support/told.ts';

const segmenter = new Intl.Segmenter();
const graphemes = (text: string) => [...segmenter.segment(text)].length;

/** As the server counts: addresses by the extractor that it is built on, each as 23, and letters as readers see them. */
function counted(text: string): number {
  const found = linksIn(text, { bare: false });
  const replaced = found.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)}${'x'.repeat(23)}${rest.slice(end)}`,
    text,
  );
  return graphemes(replaced);
}

const usual = fitOf(MASTODON);

describe('what an instance of Mastodon takes', () => {
  it.each([200, 500, 5_000])('holds any statement, where it is %i characters', (most) => {
    const fit = fitOf(MASTODON, { limit: most, perUrl: 23 });
    holdsOfAnyStatement(fit, { counted, limit: most, linked: most > 200 });
  });

  it('is counted as the server does: letters as readers see them, and any address it links as one length', () => {
    for (const one of ['a', '👨‍👩‍👧‍👦', '🇩🇪', '支']) expect(usual.length(one)).toBe(1);
    for (const text of ['https://a.co', PAGE, `see ${PAGE}.`, `(${PAGE}), https://example.com/${'b'.repeat(90)}/`]) {
      expect(usual.length(text)).toBe(counted(text));
    }
    expect(fitOf(MASTODON, { limit: 500, perUrl: 40 }).length(PAGE)).toBe(40);
  });

  it('is never counted lower than the server does, whatever looks like an address', () => {
    for (const text of [
      'http://localhost:4310/incidents/i1',
      'xhttps://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      '@https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      `https://example.com/a(${'b'.repeat(60)}`,
      `https://example.com,${'b'.repeat(60)}`,
      `https://example.com/?${'q=1&'.repeat(20)}`,
      'https://bücher.de https://bücher.de',
      `run.sh ${'a.'.repeat(40)}`,
    ]) {
      expect(usual.length(text)).toBeGreaterThanOrEqual(counted(text));
    }
  });

  it('is a post with all of its times, what one can do, and the address on a line of its own', () => {
    const begun = opened('10:00', {
      message: 'Logins fail for everyone who signs in with a password. Who is signed in already stays signed in.',
      workaround: 'Sign in with a passkey, or use the app, which keeps you signed in.',
      nextUpdateBy: '10:30',
      restoreBy: '11:00',
    });
    expect(toldOn(usual, toldReported(begun)).text).toBe(`Investigating: Logins fail

Logins fail for everyone who signs in with a password. Who is signed in already stays signed in.

What you can do now: Sign in with a passkey, or use the app, which keeps you signed in.

10:00 UTC · Expected to be restored by 11:00 UTC. Next update by 10:30 UTC.
${PAGE}`);
    const over = toldReported(begun, look('10:33'), resolved('11:20', { reportBy: '15:00' }));
    expect(toldOn(usual, over).text).toBe(`Resolved: Logins work again for everyone since 10:40 UTC.

11:20 UTC · Report by 15:00 UTC.
The time that we gave, 11:00 UTC, has passed. Said 17 min later than promised.
Log ${over.head.hash.slice(0, 8)}
${PAGE}`);
  });
});
