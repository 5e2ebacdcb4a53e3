import type { KeyedFacts } from '../../core/keyed/facts.ts';

/** The lines of a network's secret, each with what stands in it. */
export type NetworkSecret = Readonly<Record<string, string>>;

/** A network's secret from JSON text. `what` names the source in errors; its value is never part of one: errors are logged. */
export function networkSecretIn(
  text: string | undefined,
  { secret }: Pick<KeyedFacts, 'secret'>,
  what: string,
): NetworkSecret {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    throw new Error(`${what} is not JSON; it must hold ${secret.map(({ name }) => name).join(', ')}`);
  }
  const given = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  const lines = secret.map(({ name }) => [name, typeof given[name] === 'string' ? given[name].trim() : ''] as const);
  const missing = lines.filter(([, value]) => value === '').map(([name]) => name);
  if (missing.length > 0) throw new Error(`${what} lacks ${missing.join(', ')}`);
  const { server = '', ...rest } = Object.fromEntries(lines);
  if (!/^https?:\/\/[^\s/]+(\/[^\s?#]*)?$/.test(server))
    throw new Error(`${what} has a server that is no address; it begins with https://`);
  return { server: server.replace(/\/+$/, ''), ...rest };
}
