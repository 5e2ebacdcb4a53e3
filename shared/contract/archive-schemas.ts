import * as z from 'zod';
import { ARCHIVE_PARTS } from '../ports/archive.ts';
import { text } from './schemas.ts';

const item = z.looseObject({ pk: z.string().min(1).max(2_048), sk: z.string().min(1).max(1_024) });

const record = z.strictObject({
  part: z.enum(ARCHIVE_PARTS),
  incident: text(128).optional().describe('Whose items these are, of `incidents` and `told`'),
  goesOn: z.literal(true).exactOptional().describe('What stands before it is the beginning of the same incident'),
  items: z.array(item).min(1).max(5_000).describe('As an export has them, unchanged'),
});

const instant = z.iso.datetime({ precision: 3, error: 'is not a time in UTC with milliseconds' });

const page = z
  .strictObject({
    since: instant.optional().describe('Since when it has been there'),
    rev: z.int().min(0).describe('How often its shared files were written: later ones count on from here'),
  })
  .describe('Of the whole page');

export const archiveBody = z.strictObject({
  page: page.optional(),
  records: z.array(record).max(5_000),
});

const key = z.string().min(16, 'is shorter than a key may be').max(10_000);

export const archiveKeysBody = z.strictObject({
  subscribers: key.optional().describe('By which those who follow are known, and their links are signed'),
  intake: key.optional().describe('Of which the secrets of monitors are made'),
});

/** What is answered. */
export const archivePage = z.object({
  records: z.array(record).describe('Each part in its order, incidents newest first'),
  page: z.object({ since: z.string().exactOptional(), rev: z.int() }).exactOptional().describe('With the first part'),
  next: z.string().exactOptional().describe('Where to go on, as `after`; absent at the end'),
});

export const archiveAdded = z.object({
  added: z.int().describe('Items that were not there before'),
  there: z.int().describe('Items that were there, and stay as they are'),
});

export const archiveKeys = z.object({
  subscribers: z.string().exactOptional(),
  intake: z.string().exactOptional(),
});

export const archiveKeysReplaced = z.object({ replaced: z.array(z.string()).describe('Which were given') });
