import * as z from 'zod';
import { WEEKDAYS } from '../core/busy-hours.ts';
import { isZone } from '../core/wall-time.ts';

// What several places of the config are made of.

export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens');
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like 09:00');

export const zone = z.string().refine(isZone, 'an IANA time zone like Europe/Berlin');

/** Hours of a week. */
export const hours = z.strictObject({
  from: timeOfDay,
  to: timeOfDay,
  zone,
  days: z.array(z.enum(WEEKDAYS)).default(['mon', 'tue', 'wed', 'thu', 'fri']),
});

/** ASCII, because that is what every step of a mail's way carries as it is. */
export const mailSender = z
  .string()
  .max(200)
  .regex(
    /^(?:[A-Za-z0-9][A-Za-z0-9 .&'()_-]{0,59} <[^\s<>@,;:"]+@[a-z0-9.-]+\.[a-z]{2,}>|[^\s<>@,;:"]+@[a-z0-9.-]+\.[a-z]{2,})$/,
    'a mail address, alone or as “Acme Status <status@status.example.com>”, in plain letters',
  );
