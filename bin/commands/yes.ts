/** True of what a person typed to agree; of nothing else, and of nobody who is not there. */
export const isYes = (answer: string | undefined): boolean => /^y(es)?$/i.test(answer?.trim() ?? '');
