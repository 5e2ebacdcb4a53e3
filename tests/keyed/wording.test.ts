import { describe, expect, it } from 'vitest';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import type { Fit } from '../../shared/wording/keyed/fit.ts';
import { graphemesAtMost } from '../../shared/wording/keyed/graphemes.ts';
import { neutral } from '../../shared/wording/keyed/neutral.ts';
import type { KeyedPost } from '../../shared/wording/keyed/post.ts';
import { importsOf } from '../architecture/imports.ts';
import { scheduled } from '../support/maintenance-story.ts';
import { at, look, opened, reopened, resolved, type Step, toldReported, update } from '../support/story.ts';
import { PAGE } from './support/any-post.ts';
import { facetOf, holdsOfAnyStatement } from './support/must-hold.ts';
import { toldOn } from './support/told.ts';

/** A network that takes so many letters, whose link stands behind words or in the text. */
const taking = (most: number, link: Fit['link'] = 'facet'): Fit => ({
  name: 'test',
  length: graphemesAtMost,
  most,
  link,
});

const roomy = taking(1_000);
const textOf = (incident: ReportedIncident, change: Partial<KeyedPost> = {}) => toldOn(roomy, incident, change).text;

describe('a statement', () => {
  it('says what it is, what was said, what one can do, when, and what is promised, in whole sentences', () => {
    const workaround = 'Pay by bank transfer.';
    expect(textOf(toldReported(opened('10:00', { workaround, nextUpdateBy: '10:30', restoreBy: '11:00' })))).toBe(
      `Investigating: Logins fail

Logins fail for everyone.

What you can do now: Pay by bank transfer.

10:00 UTC · Expected to be restored by 11:00 UTC. Next update by 10:30 UTC.
More on our status page.`,
    );
  });

  it('repeats in a thread what still binds, and says what was taken back', () => {
    const begun = opened('10:00', { workaround: 'Use the app.', nextUpdateBy: '10:30', restoreBy: '11:00' });
    expect(textOf(toldReported(begun, update('10:20', { status: 'identified', nextUpdateBy: '10:50' })))).toBe(
      `Identified: We are still looking into it.

What you can do now: Use the app.

10:20 UTC · Expected to be restored by 11:00 UTC. Next update by 10:50 UTC.
More on our status page.`,
    );
    expect(textOf(toldReported(begun, update('10:20', { restoreBy: null })))).toContain(
      '10:20 UTC · Next update by 10:35 UTC. The time given for restoring no longer holds, and no new one is given yet.',
    );
  });

  it('owns up to what came late, and is anchored once it is over', () => {
    const incident = toldReported(opened('10:00', { nextUpdateBy: '10:30' }), resolved('10:36', { reportBy: '12:00' }));
    expect(textOf(incident)).toBe(
      `Resolved: Logins work again for everyone since 10:40 UTC.

10:36 UTC · Report by 12:00 UTC.
Said 6 min later than promised.
Log ${incident.head.hash.slice(0, 8)}
More on our status page.`,
    );
  });

  it('says by itself that it is posted late, and repeats no time that has passed since', () => {
    const incident = toldReported(opened('10:00', { nextUpdateBy: '10:30', restoreBy: '14:00' }));
    const text = textOf(incident, { late: true, now: at('12:00') });
    expect(text).toContain('Said at 10:00 UTC, posted late. Expected to be restored by 14:00 UTC.\n');
    expect(text).not.toContain('10:30');
  });

  it('is named for what it is: reopened, corrected, withdrawn, gone on elsewhere, announced', () => {
    const begun = opened('10:00', { nextUpdateBy: '10:30' });
    const firstLine = (...steps: Step[]) => textOf(toldReported(begun, ...steps)).split('\n')[0];
    expect(firstLine(resolved('10:20'), reopened('10:25'))).toBe(
      'Reopened, investigating: We are still looking into it.',
    );
    expect(firstLine({ at: '10:20', command: { type: 'Correct', corrects: 1, message: 'Only in Europe.' } })).toBe(
      'Correction of what we said at 10:00 UTC: Only in Europe.',
    );
    expect(firstLine({ at: '10:20', command: { type: 'Retract', message: 'Our monitor was wrong.' } })).toBe(
      'Withdrawn: Our monitor was wrong.',
    );
    const merge = { type: 'Merge', into: 'i2', message: 'This goes on in “Search is down”.' } as const;
    expect(firstLine({ at: '10:20', command: merge })).toBe(
      'Continued in another incident: This goes on in “Search is down”.',
    );
    expect(textOf(toldReported(scheduled('11:00')))).toContain(
      'Maintenance scheduled: Database upgrade\n\nWe upgrade the database. Writes fail for some seconds.\n\n11:00 UTC · Planned from 22:00 UTC until 23:00 UTC.',
    );
  });

  it('gives no advice for what is over', () => {
    const incident = toldReported(opened('10:00', { workaround: 'Use the app.' }), resolved('10:20'));
    expect(textOf(incident)).not.toContain('Use the app');
  });

  it('says once what its words say already', () => {
    const message = 'Logins fail. Use the app.';
    expect(textOf(toldReported(opened('10:00', { message, workaround: 'Use the app.' })))).not.toContain(
      'What you can do now',
    );
  });
});

describe('an apology', () => {
  const slipped = [opened('10:00', { nextUpdateBy: '10:30' }), look('10:33')] as const;

  it('is said unaltered in its thread, with the time and the way to the page', () => {
    const incident = toldReported(...slipped);
    const words = incident.entries.at(-1)!.content!.message;
    expect(textOf(incident)).toBe(`${words}\n\n10:33 UTC\nMore on our status page.`);
    expect(textOf(incident, { root: true })).toBe(`Logins fail:\n\n${words}\n\n10:33 UTC\nMore on our status page.`);
  });

  it('says what was missed and when the next word comes where nothing else has room', () => {
    const { text } = toldOn(taking(175, 'plain'), toldReported(...slipped));
    expect(
      text,
    ).toBe(`At 10:00 UTC we promised an update by 10:30 UTC. You did not hear from us in time, and we are sorry.

Next update by 11:03 UTC.
${PAGE}`);
    expect(toldOn(taking(190, 'plain'), toldReported(...slipped)).text).toContain(
      'sorry.\n\n10:33 UTC · Next update by 11:03 UTC.\n',
    );
  });
});

describe('where there is too little room', () => {
  const begun = opened('10:00', {
    message: 'Payments by card are refused for every second customer. '.repeat(20).trim(),
    workaround: 'Pay by bank transfer, or in the app, where cards that were used before are taken.',
    nextUpdateBy: '10:30',
    restoreBy: '11:00',
  });
  const on = (most: number) => toldOn(taking(most), toldReported(begun)).text;

  it('the words are cut first, behind a sentence, and everything else stays', () => {
    expect(on(400)).toContain('Payments by card are refused for every second customer. …\n\nWhat you can do now: Pay');
    expect(on(400)).toContain('taken before are taken.'.slice(-10));
    expect(on(400)).toContain('Expected to be restored by 11:00 UTC.');
  });

  it('then the longer sentences go, and then what one can do is cut; never a promised time', () => {
    expect(on(345)).toContain('where cards that were used before are taken.\n\n10:00 UTC · Expected to be restored by');
    expect(on(332)).toContain('where cards that were used before are taken.\n\n10:00 UTC · Expected back by');
    expect(on(270)).toMatch(/What you can do now: Pay by bank transfer.*…\n/);
    for (let most = 110; most < 400; most += 10) {
      expect(on(most).length).toBeLessThanOrEqual(most);
      expect(on(most)).toMatch(/11:00 UTC\. Next update by 10:30 UTC\./);
    }
  });

  it('the words of a thread do not give way to advice that stands in it already', () => {
    const message = `${'Half of the cards work again. '.repeat(5)}The rest follows.`;
    const { text } = toldOn(taking(290), toldReported(begun, update('10:20', { message })));
    expect(text).toContain(message);
    expect(text).not.toContain('bank transfer');
    const brief = toldOn(
      taking(280),
      toldReported(begun, update('10:20', { message: 'Half of the cards work again.' })),
    );
    expect(brief.text).toContain('What you can do now: Pay by bank transfer');
  });

  it('nor do times that were promised before and still bind', () => {
    const message = 'Half of the cards work again. The rest follows one by one.';
    const { text } = toldOn(taking(260), toldReported(begun, update('10:20', { message, nextUpdateBy: '10:50' })));
    expect(text).toContain('Expected to be restored by 11:00 UTC. Next update by 10:50 UTC.');
    expect(text).not.toContain('bank transfer');
  });

  it('no address is cut, and nothing is put right behind one', () => {
    const message = `See https://example.com/${'a'.repeat(60)}/b.html for more. ${'We are looking. '.repeat(9)}`;
    for (let most = 120; most < 320; most += 3) {
      const { text } = toldOn(taking(most, 'plain'), toldReported(opened('10:00', { message })));
      for (const [address] of text.matchAll(/https:\S+/g)) {
        expect([PAGE, `https://example.com/${'a'.repeat(60)}/b.html`]).toContain(address);
      }
    }
  });
});

describe('the way to the page', () => {
  it('stands behind words, by their place in bytes', () => {
    const said = toldOn(
      roomy,
      toldReported(opened('10:00', { message: 'ログインできません 👩‍🚒: our status page says more.' })),
    );
    expect(said.link).toMatchObject({ url: PAGE });
    expect(facetOf(said)).toBe('status page');
    expect(said.link!.from).toBeGreaterThan(said.text.lastIndexOf('status page'));
  });

  it('or is an address on a line of its own', () => {
    const said = toldOn(taking(500, 'plain'), toldReported(opened('10:00')));
    expect(said.text.split('\n').at(-1)).toBe(PAGE);
    expect(said.link).toBeUndefined();
  });
});

describe("a person's words", () => {
  const seen = (text: string) => neutral(text).replaceAll('\u200b', '|');

  it('mention nobody, and leave addresses as they were typed', () => {
    expect(seen('@support, (＠ops) and ask:@ops@example.social')).toBe(
      '@|support, (@|ops) and ask:@|ops@example.social',
    );
    expect(seen('write to help@example.com')).toBe('write to help@example.com');
    expect(seen('https://example.social/@ops and/@ops')).toBe('https://example.social/@ops and/@|ops');
    expect(seen('https://example.com,@ops')).toBe('https://example.com,@|ops');
  });

  it('carry nothing hidden, and keep a tag', () => {
    expect(neutral('a\u202eb\u0000c\r\nd #outage')).toBe('abc\nd #outage');
  });
});

it('none of this loads the library that counts for X', () => {
  const waiting = ['shared/wording/keyed/worded.ts'];
  const reached = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    if (file.startsWith('shared/')) waiting.push(...importsOf(file));
  }
  expect([...reached].filter((one) => !one.startsWith('shared/')).toSorted()).toEqual(['canonicalize', 'node:crypto']);
});

describe('any statement in any words', () => {
  it.each([160, 190, 295, 490, 4_990])('fits into %i letters, with the address in the text', (most) => {
    holdsOfAnyStatement(taking(most, 'plain'), { counted: graphemesAtMost, limit: most, linked: most > 190 });
  });

  it('fits into few letters and few bytes, with the link behind words', () => {
    holdsOfAnyStatement({ ...taking(295), mostBytes: 700 }, { counted: graphemesAtMost, limit: 295, bytes: 700 });
  });
});
