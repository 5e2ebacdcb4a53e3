/** A regular expression in the source, `/a|b/i`, as it may be got wrong: an alternative, a `?` or a flag less. */
export function wrongPatterns(literal: string): { kind: string; replacement: string }[] {
  const end = literal.lastIndexOf('/');
  const [body, flags] = [literal.slice(1, end), literal.slice(end + 1)];
  const tokens = tokensOf(body);
  const without = (from: number, to: number) => body.slice(0, from) + body.slice(to);
  const wrong = [
    ...alternativesIn(tokens, body.length).map(([from, to]) => ({
      kind: 'alternative dropped',
      body: without(from, to),
    })),
    ...tokens
      .filter(({ text }, index) => text === '?' && !/^[*+?}(]$/.test(tokens[index - 1]?.text ?? '('))
      .map(({ at }) => ({ kind: 'optional part demanded', body: without(at, at + 1) })),
  ].map(({ kind, body }) => ({ kind, replacement: `/${body}/${flags}` }));
  if (flags.includes('i')) wrong.push({ kind: 'case minded', replacement: `/${body}/${flags.replace('i', '')}` });
  return wrong.filter(({ replacement }) => isPattern(replacement));
}

type Token = { text: string; at: number };

/** One letter each, but for what is escaped and for a class, which are one. */
function tokensOf(body: string): Token[] {
  return [...body.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|./gs)].map((match) => ({ text: match[0], at: match.index }));
}

/** From where to where an alternative stands, with the bar that parts it from its neighbour. */
function alternativesIn(tokens: readonly Token[], length: number): [number, number][] {
  const open: number[][] = [[0]];
  const found: [number, number][] = [];
  const close = (end: number) => {
    const starts = open.pop() ?? [];
    if (starts.length < 2) return;
    // The last one has its bar before it, every other one behind it.
    found.push(
      ...starts.map((start, index): [number, number] =>
        index + 1 < starts.length ? [start, starts[index + 1]!] : [start - 1, end],
      ),
    );
  };
  tokens.forEach(({ text, at }, index) => {
    if (text === '(') open.push([at + groupOpening(tokens, index)]);
    else if (text === ')') close(at);
    else if (text === '|') open.at(-1)!.push(at + 1);
  });
  close(length);
  return found.toSorted(([a], [b]) => a - b);
}

/** How long what opens a group is: `(`, `(?:`, `(?<name>` and the like. */
function groupOpening(tokens: readonly Token[], index: number): number {
  const text = tokens
    .slice(index, index + 40)
    .map((token) => token.text)
    .join('');
  return /^\((?:\?(?:<?[=!]|<\w+>|[a-z-]*:))?/.exec(text)![0].length;
}

function isPattern(literal: string): boolean {
  const end = literal.lastIndexOf('/');
  try {
    new RegExp(literal.slice(1, end), literal.slice(end + 1));
    return end > 1;
  } catch {
    return false;
  }
}
