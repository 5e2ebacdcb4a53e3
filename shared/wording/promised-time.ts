// Where a promised time used to be worded; one place words all times now.
export { promisedTime } from './time.ts';
