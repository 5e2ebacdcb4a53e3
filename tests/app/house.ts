import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { acceptForIncident } from '../../shared/api/accept.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { IncidentCommandName } from '../../shared/contract/incident-command-names.ts';
import { refusalDocument } from '../../shared/contract/refusal-document.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { Refusal } from '../../shared/core/refusal.ts';
import { at, opened, policy, toldReported } from '../support/story.ts';

type Said = Parameters<typeof opened>[1];

/** A house at 10:05 with these incidents, each open since 10:00 under its id as title; `goTo` sets its clock. */
export async function houseWith(incidents: Record<string, Said>) {
  let now = at('10:05');
  const clock = { now: () => now };
  const log = memoryLog({ clock });
  for (const [id, said] of Object.entries(incidents)) {
    const { entries } = toldReported(opened('10:00', { title: `The ${id}`, ...said }));
    for (const entry of entries) await log.append({ ...entry, incident: id }, undefined);
  }
  let salts = 0;
  const ports = {
    log,
    clock,
    policy,
    nudges: memoryNudges(),
    randomness: { salt: () => `salt ${salts++}` },
    warn: () => {},
    drafts: memoryDrafts(),
    deliveries: memoryDeliveries(),
    reminders: memoryReminders(),
    voice: spoken,
    components: new Set(['api', 'website']),
  };
  const say = async (id: string, name: IncidentCommandName, body: object) => {
    const text = JSON.stringify(body);
    const path = `/v1/incidents/${id}/${name}`;
    const who = {
      subject: 'ada',
      actor: 'ada',
      door: 'signed-in' as const,
      idempotencyKey: undefined,
      ifMatch: undefined,
    };
    try {
      return await acceptForIncident(ports, { method: 'POST', path, text, body, ...who }, id, name);
    } catch (error) {
      if (error instanceof Refusal) return refusalDocument(error);
      throw error;
    }
  };
  const incident = async (id: string) => replayed(id, await log.load(id)) as ReportedIncident;
  return {
    ports,
    log,
    say,
    goTo: (time: string) => {
      now = at(time);
    },
    incident,
    messages: async (id: string) => (await log.load(id)).map((e) => e.content?.message),
  };
}
