const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` is any run of characters, `?` is one. */
export function globMatches(pattern: string, text: string): boolean {
  if (pattern === '*' || pattern === text) return true;
  let expression = compiled.get(pattern);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, 's');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Matches part by part, so a wildcard in the service does not reach into the resource. */
export function arnMatches(pattern: string, arn: string): boolean {
  const [patternParts, arnParts] = [pattern.split(':'), arn.split(':')];
  if (patternParts.length < 6 || arnParts.length < 6) return globMatches(pattern, arn);
  return (
    patternParts.slice(0, 5).every((part, index) => globMatches(part, arnParts[index]!)) &&
    globMatches(patternParts.slice(5).join(':'), arnParts.slice(5).join(':'))
  );
}
