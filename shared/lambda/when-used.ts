/** What `load` brings, loaded at the first call and kept. One that failed is tried again. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** The names of what answers with a promise, so that nobody sees that it is not there yet. */
type Asynchronous<From> = {
  [Name in keyof From]: From[Name] extends (...args: never[]) => Promise<unknown> ? Name : never;
}[keyof From];

/**
 * These functions of what `load` brings, a module or a port, which is loaded when the first of them is called. A
 * cold start pays nothing for what not every call needs (ADR 43).
 */
export function whenUsed<From, Name extends Asynchronous<From>>(
  load: () => Promise<From>,
  ...names: readonly Name[]
): Pick<From, Name> {
  const loaded = once(load);
  const called =
    (name: Name) =>
    async (...args: unknown[]) =>
      ((await loaded())[name] as (...args: unknown[]) => Promise<unknown>)(...args);
  return Object.fromEntries(names.map((name) => [name, called(name)])) as Pick<From, Name>;
}
