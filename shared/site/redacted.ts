import type { LogLine } from '../core/chain.ts';
import type { PublicIncident } from '../core/public-incident.ts';

/**
 * The incident without what a redaction entry took out. The text itself is removed from the log in a step of its own
 * behind that entry, and whoever publishes in between, or after a crash there, must not show it once more.
 */
export function withoutRedacted(incident: PublicIncident): PublicIncident {
  const redacted = new Set(incident.entries.filter((line) => line.kind === 'redaction').map((line) => line.corrects));
  if (redacted.size === 0) return incident;
  const entries = incident.entries.map((line) => (redacted.has(line.seq) ? bare(line) : line));
  const title = entries.findLast((line) => line.title !== undefined)?.title ?? '';
  return { ...incident, title, entries };
}

/** As the log shows it once the content is gone; the hash of the content stays, and the chain verifies. */
function bare(line: LogLine): LogLine {
  const { title: _title, message: _message, workaround: _workaround, salt: _salt, ...rest } = line;
  return rest;
}
