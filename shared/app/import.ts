import { SITE } from '../core/channel/shipped.ts';
import { type ImportRecord, importHash } from '../core/imported.ts';
import type { ImportedIncident } from '../core/imported-incident.ts';
import type { Imports } from '../ports/imports.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { Nudges } from '../ports/nudges.ts';

export type ImportPorts = { imports: Imports; log: IncidentLog; nudges: Nudges };

/** What an import came to. `ours`: an incident of that id was opened here; nothing may speak over it. */
export type Imported = 'added' | 'changed' | 'unchanged' | 'ours';

/**
 * Keeps an incident that another system told, under the id that it has there. Doing it twice changes nothing; when the
 * words have changed there, they change here. One that was removed before comes back.
 */
export async function importIncident(ports: ImportPorts, incident: ImportedIncident): Promise<Imported> {
  if ((await ports.log.load(incident.id)).length > 0) return 'ours';
  const hash = importHash(incident);
  for (;;) {
    const there = await ports.imports.read(incident.id);
    if (there && !there.removed && there.hash === hash) {
      // Said again, in case that its nudge was lost the first time: a repeated import mends what is not on the site.
      await ports.nudges.nudge([incident.id], [SITE.name]);
      return 'unchanged';
    }
    const put = await ports.imports.put(next(there, { incident: placed(incident, there), hash }));
    if (put === 'conflict') continue;
    await ports.nudges.nudge([incident.id], [SITE.name]);
    return there && !there.removed ? 'changed' : 'added';
  }
}

/** Takes an imported incident out again. Its address stays and says so; false if there is none. */
export async function removeImport(ports: ImportPorts, id: string): Promise<boolean> {
  for (;;) {
    const there = await ports.imports.read(id);
    if (!there) return false;
    if (!there.removed) {
      const { incident, hash } = there;
      const put = await ports.imports.put({ ...next(there, { incident: wordless(incident), hash }), removed: true });
      if (put === 'conflict') continue;
    }
    await ports.nudges.nudge([id], [SITE.name]);
    return true;
  }
}

/** Whoever takes it out may have to: nothing of the text stays behind. */
const wordless = (incident: ImportedIncident): ImportedIncident => ({
  ...incident,
  title: '',
  updates: incident.updates.map((update) => ({ ...update, body: '' })),
});

const next = (there: ImportRecord | undefined, { incident, hash }: Pick<ImportRecord, 'incident' | 'hash'>) => ({
  incident,
  hash,
  rev: (there?.rev ?? 0) + 1,
});

/** Its place on the site index is its date: whatever the other system says later, one incident has one place. */
const placed = (incident: ImportedIncident, there: ImportRecord | undefined): ImportedIncident =>
  there ? { ...incident, createdAt: there.incident.createdAt } : incident;
