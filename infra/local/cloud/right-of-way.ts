/** How long functions in the background wait for the others at most: well under what anybody who waits for X would see. */
const LONGEST_WAIT_MS = 50;

/**
 * Lets some functions go before others. On AWS each has a processor of its own; here an update that people wait for
 * would share two cores with the reminders that happen to look at the same moment.
 */
export interface RightOfWay {
  /** Somebody in front is at work until the returned function is called. */
  begin(): () => void;
  /** Resolves once nobody in front is at work, or after a twentieth of a second. */
  clear(): Promise<void>;
}

export function createRightOfWay(): RightOfWay {
  let inFront = 0;
  let waiting: (() => void)[] = [];
  return {
    begin() {
      inFront += 1;
      return () => {
        inFront -= 1;
        if (inFront > 0) return;
        for (const go of waiting) go();
        waiting = [];
      };
    },
    clear() {
      if (inFront === 0) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        setTimeout(resolve, LONGEST_WAIT_MS);
      });
    },
  };
}
