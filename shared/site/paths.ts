/** Where things are on the site. Keys are S3 keys, paths are what a reader's address bar shows. */
export const FRONT_PAGE = 'index.html';
export const incidentPath = (id: string): string => `/incidents/${id}`;
export const entryPath = (id: string, seq: number): string => `${incidentPath(id)}#entry-${seq}`;
export const logPath = (id: string): string => `${incidentPath(id)}/log.jsonl`;
export const nextPath = (id: string): string => `${incidentPath(id)}/next.ics`;
export const monthPath = (month: string): string => `/history/${month}`;
export const monthPagePath = (month: string, number: number): string => `${monthPath(month)}/${number}`;

/** How long caches may keep what changes: an update is public within about six seconds (docs/rules.md, Cache times). */
export const FRESH = 'public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=86400';

export const HTML = 'text/html; charset=utf-8';
export const JSON_TYPE = 'application/json; charset=utf-8';

/** The page about how anybody can check that nothing was changed. */
export const PROOF_PATH = '/proof';
