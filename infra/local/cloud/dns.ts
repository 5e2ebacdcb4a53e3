/** One AWS host of this stack and the local origin (scheme, host and port) that stands for it. */
export interface HostRecord {
  readonly host: string;
  readonly origin: string;
}

/**
 * Answers names as a resolver would: in every text of the template an AWS host of this stack becomes its local
 * origin, scheme included, so functions and policies hold addresses that work here.
 */
export function rewriteHosts(text: string, records: readonly HostRecord[]): string {
  let rewritten = text;
  for (const { host, origin } of records) {
    if (!rewritten.includes(host)) continue;
    // Not in the middle of a longer name: `beta.example.com` is another host than `example.com`.
    const name = host.replaceAll('.', '\\.');
    rewritten = rewritten
      .replace(new RegExp(`https?://${name}(?![\\w.-])`, 'g'), origin)
      .replace(new RegExp(`(?<![\\w.-])${name}(?![\\w.-])`, 'g'), origin.replace(/^https?:\/\//, ''));
  }
  return rewritten;
}

/** `value` with the hosts in all its texts rewritten. */
export function rewriteAll<T>(value: T, records: readonly HostRecord[]): T {
  if (typeof value === 'string') return rewriteHosts(value, records) as T;
  if (Array.isArray(value)) return value.map((item) => rewriteAll(item, records)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewriteAll(item, records)])) as T;
}
