/** How much longer things may take here than on a quiet machine with two cores: at least 1. `npm test` measures it. */
export const patience = Math.max(1, Number(process.env.CANDOR_TEST_PATIENCE) || 1);

/**
 * What takes so many seconds on a quiet machine, in milliseconds of this one. For limits that keep a test from hanging
 * (`timeout`, a deadline); never for what the product has promised.
 */
export const seconds = (quiet: number): number => Math.ceil(quiet * 1000 * patience);
