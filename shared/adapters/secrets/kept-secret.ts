/** A cold sandbox reads a secret once; a new one is picked up within this time. */
const KEPT_MS = 5 * 60_000;

/** What `read` finds in a secret, whose text `ask` brings when it is first needed and then every five minutes. */
export function keptSecret<T>(
  ask: () => Promise<string | undefined>,
  read: (text: string | undefined) => T,
): () => Promise<T> {
  let kept: { value: T; untilMs: number } | undefined;
  return async () => {
    if (kept === undefined || Date.now() > kept.untilMs)
      kept = { value: read(await ask()), untilMs: Date.now() + KEPT_MS };
    return kept.value;
  };
}

/** A key that we sign or derive with. A new one voids what the old one has signed. */
export const keyFromSecret = (ask: () => Promise<string | undefined>): (() => Promise<string>) =>
  keptSecret(ask, (text) => text ?? '');
