import { startWorld } from '../../../infra/local/world/world.ts';

/** Runs a world on the data folder it is given, and tells its parent where. */
const { url, xTokens, xUserId } = await startWorld({ dataDir: process.argv[2]!, port: 0 });
process.send!({ url, xTokens, xUserId });
