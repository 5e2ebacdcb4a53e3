import type * as z from 'zod';
import { exportFrom } from '../app/archive/export.ts';
import { addArchived } from '../app/archive/import.ts';
import {
  type archiveAdded,
  archiveBody,
  type archiveKeys,
  archiveKeysBody,
  type archivePage,
} from '../contract/archive-schemas.ts';
import { exportPlaceFrom, exportPlaceText } from '../contract/export-place.ts';
import { parseBody } from '../contract/parse.ts';
import { invalid, Problem } from '../contract/problem.ts';
import type { Archive, ArchiveKeyStore, PageAge } from '../ports/archive.ts';
import type { Clock } from '../ports/clock.ts';
import type { ControlRecord } from '../ports/control.ts';
import type { IncidentLog } from '../ports/incident-log.ts';

export type ArchivePorts = {
  archive: Archive;
  archiveKeys: ArchiveKeyStore;
  log: IncidentLog;
  control: ControlRecord;
  clock: Clock;
};

type Query = Readonly<Record<string, string | undefined>> | undefined;

/** Some of an export: with `people=true` also whoever can be reached. */
export async function exportArchive(ports: ArchivePorts, query: Query): Promise<z.output<typeof archivePage>> {
  const { after, people = 'false' } = query ?? {};
  const from = after === undefined ? undefined : exportPlaceFrom(after);
  if (after !== undefined && from === undefined)
    throw invalid([{ field: 'after', reason: 'must be the `next` of a page before, unchanged' }]);
  if (people !== 'true' && people !== 'false') throw invalid([{ field: 'people', reason: 'must be true or false' }]);
  const { records, next } = await exportFrom(ports, from, people === 'true');
  const page = from === undefined ? await ports.archive.page() : undefined;
  return {
    records: records.map(({ items, ...record }) => ({ ...record, items: [...items] })),
    ...(page === undefined ? {} : { page }),
    ...(next === undefined ? {} : { next: exportPlaceText(next) }),
  };
}

/** Adds some of an export. Only while everything is frozen: what came from elsewhere must not set anything off. */
export async function importArchive(ports: ArchivePorts, body: unknown): Promise<z.output<typeof archiveAdded>> {
  const { page, records } = parseBody(archiveBody, body);
  await checkFrozen(ports);
  const result = await addArchived(
    ports,
    records.map(({ incident, ...record }) => (incident === undefined ? record : { ...record, incident })),
  );
  if ('reason' in result) {
    const { record, item, reason, differs } = result;
    if (differs === undefined)
      throw invalid([{ field: `records.${record}${item === undefined ? '' : `.items.${item}`}`, reason }]);
    throw new Problem({
      type: 'log-differs',
      title: 'An incident of this id has another log here',
      status: 409,
      detail: `${reason}: "${differs}" was told here too, and an import never speaks over a log. Nothing of this call was taken.`,
    });
  }
  if (page !== undefined) await ports.archive.age(page as PageAge);
  return result;
}

/** The keys that an export with people holds. */
export const readArchiveKeys = ({ archiveKeys: keys }: ArchivePorts): Promise<z.output<typeof archiveKeys>> =>
  keys.read();

/** Puts keys of an export in the place of those that are there. */
export async function replaceArchiveKeys(ports: ArchivePorts, body: unknown): Promise<{ replaced: string[] }> {
  const { subscribers, intake } = parseBody(archiveKeysBody, body);
  await checkFrozen(ports);
  const keys = {
    ...(subscribers === undefined ? {} : { subscribers }),
    ...(intake === undefined ? {} : { intake }),
  };
  await ports.archiveKeys.replace(keys);
  return { replaced: Object.keys(keys) };
}

async function checkFrozen({ control }: ArchivePorts): Promise<void> {
  if ((await control.read()).frozen !== undefined) return;
  throw new Problem({
    type: 'not-frozen',
    title: 'Nothing is brought into a system that speaks by itself',
    status: 409,
    detail: 'PUT /v1/freeze first, and release once what is public is looked at. Nothing was changed.',
  });
}
