/** One value that many change: read with its version, and put in its place only if it is still that. */
export interface Versioned<T> {
  /** Strongly consistent; `undefined` before anybody put one. */
  read(): Promise<{ state: T | undefined; version: number }>;
  /** False if somebody else was faster. */
  swap(version: number, state: T): Promise<boolean>;
}
