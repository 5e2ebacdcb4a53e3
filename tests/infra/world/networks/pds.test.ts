import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startWorld, type World } from '../../../../infra/local/world/world.ts';
import { takesOurPosts } from './our-posts.ts';
import { behavesLikeAPds, type GivenPds } from './pds-contract.ts';
import { realPdsFolder, startRealPds } from './real-pds.ts';

describe("the world's PDS", () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'candor-pds-'));
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ dataDir, port: 0 });
  });
  afterAll(async () => {
    await world.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const given = () => {
    const { secret, simulated } = world.networks.find(({ name }) => name === 'bluesky')!;
    return { ...secret, did: simulated.account.id } as GivenPds;
  };
  takesOurPosts(given);
  behavesLikeAPds(given);
});

// The measure of the one above: `CANDOR_REAL_PDS=<a folder with @atproto/pds installed>`, and CANDOR_REAL_PDS_NODE where
// that needs another Node than the tests.
describe.skipIf(!realPdsFolder)('the PDS of its makers, where CANDOR_REAL_PDS says that it is installed', () => {
  let pds: Awaited<ReturnType<typeof startRealPds>>;
  beforeAll(async () => {
    pds = await startRealPds(realPdsFolder!);
  }, 60_000);
  afterAll(() => pds.stop());

  takesOurPosts(() => pds);
  behavesLikeAPds(() => pds);
});
