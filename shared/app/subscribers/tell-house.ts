import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { brakeNotice, closedNotice, type TellNotice, tellRehearsal } from '../../wording/tell-notices.ts';
import type { TellPorts } from './tell-ports.ts';

type Reach = (incident: string, notice: TellNotice) => Promise<void>;

/**
 * What people of the house hear of a channel that tells subscribers: what only they can mend, and in shadow what would have
 * been told. `words`: of a statement, as a subscriber would read it; undefined if nobody outside may.
 */
export const tellHouse = (
  label: string,
  people: { page: Reach; mail: Reach },
  words: (incident: ReportedIncident, entry: Entry) => Promise<string | undefined>,
): Pick<TellPorts, 'page' | 'rehearse'> => ({
  page: (incident, what) =>
    people.page(
      incident.id,
      what.is === 'closed' ? closedNotice(label, what.gate, what.reason) : brakeNotice(label, what.of),
    ),
  async rehearse(incident, entry) {
    const text = await words(incident, entry);
    if (text !== undefined) await people.mail(incident.id, tellRehearsal(label, incident.title, text));
  },
});
