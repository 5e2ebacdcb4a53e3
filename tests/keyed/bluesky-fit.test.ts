import { describe, expect, it } from 'vitest';
import { BLUESKY } from '../../shared/core/keyed/bluesky.ts';
import { fitOf } from '../../shared/wording/keyed/fit-of.ts';

import { look, opened, toldReported } from '../support/story.ts';
import { facetOf, holdsOfAnyStatement } from './support/must-hold.ts';
import { toldOn } from './support/told.ts';

const BLUESKY_FIT = fitOf(BLUESKY);

/** As Bluesky's own library counts today; and as it did before joined consonants were one letter. */
const segmenter = new Intl.Segmenter();
const graphemes = (text: string) => [...segmenter.segment(text)].length;

describe('what Bluesky takes', () => {
  it('holds any statement within 300 letters and 3,000 bytes', () => {
    holdsOfAnyStatement(BLUESKY_FIT, { counted: graphemes, limit: 300, bytes: 3_000 });
  });

  it('is counted as readers see letters, and never lower than an older server does', () => {
    const { length } = BLUESKY_FIT;
    for (const one of ['a', '👨‍👩‍👧‍👦', '🇩🇪', 'e\u0301', '支', 'กำ', '한']) expect(length(one)).toBe(1);
    expect(graphemes('क्षत्रिय')).toBe(3);
    expect(length('क्षत्रिय')).toBe(5);
  });

  it('is a post with its times and what one can do, and with a link behind words', () => {
    const message = 'Logins fail for everyone who signs in with a password. Who is signed in already stays signed in.';
    const workaround = 'Sign in with a passkey, or use the app, which keeps you signed in.';
    const said = toldOn(
      BLUESKY_FIT,
      toldReported(opened('10:00', { message, workaround, nextUpdateBy: '10:30', restoreBy: '11:00' })),
    );
    expect(said.text).toBe(`Investigating: Logins fail

Logins fail for everyone who signs in with a password. …

What you can do now: Sign in with a passkey, or use the app, which keeps you signed in.

10:00 UTC · Expected to be restored by 11:00 UTC. Next update by 10:30 UTC.
More on our status page.`);
    expect(facetOf(said)).toBe('status page');
  });

  it('says the longest apology unaltered, and then carries the link on two words', () => {
    const message =
      'We are replacing a disk that is full, in both of our data centres, and copy all that was on it before the night came.';
    const incident = toldReported(opened('10:00', { message, nextUpdateBy: '10:30' }), look('10:33'));
    const apology = incident.entries.at(-1)!.content!.message;
    expect(apology.length).toBeGreaterThan(269);
    const said = toldOn(BLUESKY_FIT, incident);
    expect(said.text).toBe(`${apology}\n\nstatus page`);
    expect(facetOf(said)).toBe('status page');
  });
});
