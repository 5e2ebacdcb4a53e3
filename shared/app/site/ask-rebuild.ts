import type { Clock } from '../../ports/clock.ts';
import type { Nudges } from '../../ports/nudges.ts';
import type { RebuildPoint, RebuildProgress, SiteIndex } from '../../ports/site-index.ts';
import type { FrontPage } from '../../ports/site-store.ts';

type Ports = { siteIndex: SiteIndex; nudges: Nudges; clock: Clock };

/** Stands for no config and no code, so that the publisher begins from the beginning. */
const BY_REQUEST = 'by request';

/**
 * Asks for the whole site to be rendered from the log, or for the rebuild that is under way to go on. The publisher
 * works through it in several calls; the sweep sees to it that there is a next one, also when nobody asks again.
 */
export async function askForRebuild(ports: Ports): Promise<RebuildProgress> {
  if (!isUnderWay(await ports.siteIndex.rebuildPoint())) {
    const month = ports.clock.now().slice(0, 7);
    await ports.siteIndex.noteRebuildPoint({ of: BY_REQUEST, month, incidents: 0, quiet: 0 });
  }
  await ports.nudges.nudgeSite();
  return rebuildProgress(ports);
}

export async function rebuildProgress({ siteIndex }: Pick<Ports, 'siteIndex'>): Promise<RebuildProgress> {
  const point = await siteIndex.rebuildPoint();
  if (point === undefined) return { state: 'none', incidents: 0 };
  const { incidents, month, waits, doneAt } = point;
  if (doneAt !== undefined) return { state: 'done', incidents, doneAt };
  return { state: 'running', incidents, month, ...(waits ? { waits } : {}) };
}

export const isUnderWay = (point: RebuildPoint | undefined): boolean =>
  point !== undefined && point.doneAt === undefined;

/**
 * True if the front page is rendered with this config. One that was put up by hand counts as such: it cannot be rendered
 * anew, so nobody has to try each minute; once it is released it is of no config.
 */
export const isOfConfig = ({ renderedWith, byHand }: FrontPage, configHash: string): boolean =>
  byHand !== undefined || renderedWith === configHash;
