import type { LogLine } from '../../../shared/core/chain.ts';
import { isEnded } from '../../../shared/core/delivery.ts';
import { type Chronicle, deliveryName, trueIncident } from '../chronicle.ts';
import type { ChangeInvariant, FinalInvariant } from './invariant.ts';

const LOG_FILE = /^incidents\/([^/]+)\/log\.jsonl$/;
const LIST_FILE = 'api/v2/incidents.json';
const OPEN_FILE = 'api/v2/incidents/unresolved.json';

type Listed = { incidents: { id: string; status: string; incident_updates: unknown[] }[] };

const linesOf = (body: string): LogLine[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** No file of an incident ever tells less of it than the one before. */
export const incidentPagesOnlyGrow: ChangeInvariant = (change) => {
  if (change.type !== 'file' || !LOG_FILE.test(change.file.key) || !change.before) return undefined;
  const [before, after] = [linesOf(change.before.file.body).length, linesOf(change.file.body).length];
  return after < before ? `${change.file.key} went from ${before} entries back to ${after}` : undefined;
};

/** No shared file ever shows an incident in an earlier state than before, or forgets one. */
export const listsNeverGoBack: ChangeInvariant = (change) => {
  if (change.type !== 'file' || change.file.key !== LIST_FILE || !change.before) return undefined;
  const now = updatesById(change.file.body);
  for (const [id, updates] of updatesById(change.before.file.body)) {
    if ((now.get(id) ?? 0) < updates)
      return `${LIST_FILE} showed ${updates} updates of ${id} and shows ${now.get(id) ?? 'none'} now`;
  }
  return undefined;
};

const updatesById = (body: string) =>
  new Map((JSON.parse(body) as Listed).incidents.map((one) => [one.id, one.incident_updates.length]));

/** What is published was said: each line is the entry of that number, to the last hash. */
export const publishedWasSaid: ChangeInvariant = (change, { chains }) => {
  if (change.type !== 'file') return undefined;
  const incident = LOG_FILE.exec(change.file.key)?.[1];
  if (incident === undefined) return undefined;
  const chain = chains.get(incident) ?? [];
  const wrong = linesOf(change.file.body).find((line, index) => line.hash !== chain[index]?.hash);
  return wrong ? `${change.file.key} has an entry ${wrong.seq} that was never said` : undefined;
};

/** Nobody is led to a page that is not there yet. */
export const pagesAreThereBeforeTheirLinks: ChangeInvariant = (change, { files }) => {
  if (change.type !== 'file' || change.file.key !== OPEN_FILE) return undefined;
  const missing = (JSON.parse(change.file.body) as Listed).incidents.find(
    ({ id }) => !files.has(`incidents/${id}/index.html`),
  );
  return missing ? `${OPEN_FILE} names ${missing.id}, which has no page yet` : undefined;
};

/** In the end the site tells everything that was said, and every entry is recorded as delivered there. */
export const everythingIsOnTheSite: FinalInvariant = ({ chronicle, channels }) => {
  if (!channels.site) return undefined;
  for (const [incident, chain] of chronicle.chains) {
    const file = chronicle.files.get(`incidents/${incident}/log.jsonl`)?.file;
    const published = file ? linesOf(file.body).length : 0;
    if (published !== chain.length) return `${incident} has ${chain.length} entries, the site tells ${published}`;
    const pending = chain.find(
      ({ seq }) => !isEnded(chronicle.deliveries.get(deliveryName({ incident, channel: 'site', seq }))),
    );
    if (pending) return `entry ${pending.seq} of ${incident} is on the site, but not recorded as delivered`;
  }
  return undefined;
};

/** In the end the site lists as open exactly what is open; an incident that is being monitored is. */
export const openIsShownAsOpen: FinalInvariant = ({ chronicle, channels }) => {
  const file = chronicle.files.get(OPEN_FILE)?.file;
  if (!channels.site || !file) return undefined;
  const shown = (JSON.parse(file.body) as Listed).incidents.map((one) => one.id).toSorted();
  const open = openIds(chronicle);
  return shown.join() === open.join()
    ? undefined
    : `open is ${open.join() || 'nothing'}, the site says ${shown.join() || 'nothing'}`;
};

const openIds = (chronicle: Chronicle): string[] =>
  [...chronicle.chains.keys()].filter((id) => trueIncident(chronicle, id).phase === 'open').toSorted();

/**
 * In the end no text that was redacted is anywhere on the site. Where an apology quotes it, the apology is an entry of its
 * own, and has to be redacted by itself.
 */
export const redactedIsGone: FinalInvariant = ({ chronicle }) => {
  for (const name of chronicle.redacted) {
    const [incident = '', seq = ''] = name.split('#');
    const chain = chronicle.chains.get(incident) ?? [];
    const message = chain[Number(seq) - 1]?.content?.message;
    const isQuoted = chain.some((entry) => entry.automated && message && entry.content?.message.includes(message));
    if (message === undefined || isQuoted) continue;
    const where = [...chronicle.files.values()].find(({ file }) => file.body.includes(message));
    if (where) return `the redacted text of entry ${seq} of ${incident} is still in ${where.file.key}`;
  }
  return undefined;
};
