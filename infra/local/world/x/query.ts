/** What a query asks of one post. */
export type Wanted = (post: { text: string; username: string; language: string }) => boolean;

/**
 * A query of X's search, as far as ours use it: words and "phrases", `from:`, `lang:`, `is:retweet` (there is none here), a
 * minus before any of them, `OR`, which binds less than a blank, and parentheses. `wrong`: what X would not read.
 */
export function wantedBy(query: string): Wanted | { wrong: string } {
  const tokens = query.match(/-?"[^"]*"|[()]|-?[^\s()]+/g) ?? [];
  let at = 0;

  function either(): Wanted {
    const parts = [all()];
    while (tokens[at] === 'OR') {
      at += 1;
      parts.push(all());
    }
    return (post) => parts.some((part) => part(post));
  }

  function all(): Wanted {
    const parts: Wanted[] = [];
    while (at < tokens.length && tokens[at] !== ')' && tokens[at] !== 'OR') parts.push(one());
    if (parts.length === 0) throw new Error(`missing a term at token ${at + 1}`);
    return (post) => parts.every((part) => part(post));
  }

  function one(): Wanted {
    const token = tokens[at++]!;
    if (token === '-' && tokens[at] === '(') return not(one());
    if (token !== '(') return token.startsWith('-') ? not(term(token.slice(1))) : term(token);
    const inner = either();
    if (tokens[at++] !== ')') throw new Error('missing )');
    return inner;
  }

  try {
    const whole = either();
    return at < tokens.length ? { wrong: `unexpected ${tokens[at]}` } : whole;
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

const not =
  (wanted: Wanted): Wanted =>
  (post) =>
    !wanted(post);

function term(token: string): Wanted {
  const [, operator, value = ''] = /^(from|lang|is|has|url):(.+)$/i.exec(token) ?? [];
  switch (operator?.toLowerCase()) {
    case 'from':
      return ({ username }) => username.toLowerCase() === value.replace(/^@/, '').toLowerCase();
    case 'lang':
      return ({ language }) => language === value;
    case undefined:
      return says(token.replace(/^"(.*)"$/, '$1'));
    default:
      return () => false;
  }
}

/** The words one after the other, whatever stands between them but letters. */
function says(phrase: string): Wanted {
  const words = phrase.match(/[@#]?[\p{L}\p{N}_']+/gu) ?? [];
  const escaped = words.map((word) => word.replaceAll(/[^\p{L}\p{N}_@#]/gu, '\\$&'));
  const found = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped.join('[^\\p{L}\\p{N}_]+')}(?![\\p{L}\\p{N}_])`, 'iu');
  return ({ text }) => words.length > 0 && found.test(text);
}
