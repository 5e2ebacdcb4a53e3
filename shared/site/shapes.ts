import type { ComponentStatus } from '../core/entry.ts';
import type { Level } from './verdict.ts';

/** One outline per meaning, on a 24 by 24 grid: they differ in black and white, too. */
const PATHS = {
  clear: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.2 14.6-4.4-4.4 1.7-1.7 2.7 2.7 5.2-5.2 1.7 1.7z',
  watching:
    'M12 5C6.5 5 2.6 9.3 1 12c1.6 2.7 5.5 7 11 7s9.4-4.3 11-7c-1.6-2.7-5.5-7-11-7zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8z',
  minor: 'M12 2 1 21h22zm-1.2 7h2.4v6h-2.4zm0 7.5h2.4V19h-2.4z',
  major: 'M12 1 1 12l11 11 11-11zm-1.2 5.5h2.4v7h-2.4zm0 8.5h2.4v2.5h-2.4z',
  critical: 'M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9zM7 10.8v2.4h10v-2.4z',
  maintenance: 'M2 4h20v16H2zm4 7v2h12v-2z',
} as const;

export type Shape = keyof typeof PATHS;

export const shapePath = (shape: Shape): string => PATHS[shape];

export const componentShape: Record<ComponentStatus, Shape> = {
  operational: 'clear',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};

/** For places that know no style sheet: favicon and badge. Each keeps 4.5:1 under white. */
export const LEVEL_COLOURS: Record<Level, string> = {
  clear: '#1d7048',
  maintenance: '#2f5fa8',
  watching: '#2f5fa8',
  minor: '#8a5a00',
  major: '#b0400f',
  critical: '#a3152d',
};
