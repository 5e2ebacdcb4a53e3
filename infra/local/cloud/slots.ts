/** How many functions of an account may be at work at once, all together. */
export interface Slots {
  /** Takes a slot, and gives what frees it again; undefined if all are taken. Nobody waits for one. */
  take(): (() => void) | undefined;
}

/** The slots of an account: `count` of them, or as many as anybody asks for. */
export function createSlots(count = Number.POSITIVE_INFINITY): Slots {
  let taken = 0;
  return {
    take() {
      if (taken >= count) return undefined;
      taken += 1;
      return () => {
        taken -= 1;
      };
    },
  };
}
