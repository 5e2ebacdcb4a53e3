import type { AuditLog, AuditRecord } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';

type Ports = { auditLog: AuditLog; clock: Clock; warn: (message: string, error: unknown) => void };

/** Keeps who did something, and when. It is done: an answer that says otherwise would have it done again. */
export const noteAct = (ports: Ports, record: Omit<AuditRecord, 'at'>): Promise<void> =>
  ports.auditLog
    .note({ at: ports.clock.now(), ...record })
    .catch((error) => ports.warn(`${record.act} by ${record.by} could not be noted`, error));
