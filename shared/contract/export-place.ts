import * as z from 'zod';
import { ARCHIVE_PARTS, type ExportPlace } from '../ports/archive.ts';

const place = z.strictObject({
  part: z.enum(ARCHIVE_PARTS),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  quiet: z.int().min(0).max(1_000).optional(),
  after: z.string().max(200).optional(),
  done: z.int().min(0).max(1_000).optional(),
  from: z.string().max(2_000).optional(),
});

/** A place as it stands in an address. */
export const exportPlaceText = (at: ExportPlace): string => Buffer.from(JSON.stringify(at)).toString('base64url');

/** The place that a text of `exportPlaceText` names; undefined for any other. */
export function exportPlaceFrom(text: string): ExportPlace | undefined {
  try {
    return place.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
