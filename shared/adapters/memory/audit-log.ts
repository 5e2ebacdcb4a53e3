import type { AuditLog, AuditRecord } from '../../ports/audit-log.ts';
import { atOnce, stored } from './table.ts';

/** The audit log in memory, as the table keeps them. */
export function memoryAuditLog(records: AuditRecord[] = []): AuditLog {
  return {
    note: (record) => atOnce(() => void records.push(stored(record))),
    newest: (limit) => atOnce(() => records.toSorted((a, b) => (a.at > b.at ? -1 : 1)).slice(0, limit)),
  };
}
