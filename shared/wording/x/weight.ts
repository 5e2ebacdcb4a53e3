export { weightOf } from '../../core/x/weight.ts';

/** The longest post that X takes, in weighted characters. */
export const X_LIMIT = 280;
