import type { ChannelName } from '../../core/delivery.ts';

/** The partition of the watch index. One is enough: it takes 1,000 writes a second, and an outage makes a few. */
export const WATCH_PARTITION = 'WATCH';

export const SITE_PARTITION = 'SITE';

export const incidentPartition = (incident: string): string => `INCIDENT#${incident}`;

export const incidentOf = (pk: string): string => pk.slice('INCIDENT#'.length);

/**
 * An entry's number as it sorts in a key: four digits, and from 10,000 on a tilde and eight. The tilde sorts after
 * every digit, so the order holds without making the common key long.
 */
export const sortable = (seq: number): string =>
  seq <= 9_999 ? String(seq).padStart(4, '0') : `~${String(seq).padStart(8, '0')}`;

export const ENTRY_PREFIX = 'ENTRY#';

export const entryKey = (incident: string, seq: number) => ({
  pk: incidentPartition(incident),
  sk: `${ENTRY_PREFIX}${sortable(seq)}`,
});

/** The number at the end of an entry's or a delivery's sort key. */
export const seqOf = (sk: string): number => Number(sk.slice(sk.lastIndexOf('#') + 1).replace('~', ''));

export const deliveryPrefix = (channel: ChannelName): string => `DELIVERY#${channel}#`;

export const deliveryKey = (incident: string, channel: ChannelName, seq: number) => ({
  pk: incidentPartition(incident),
  sk: `${deliveryPrefix(channel)}${sortable(seq)}`,
});

export const REMINDER_PREFIX = 'REMINDER#';

export const reminderKey = (incident: string, key: string) => ({
  pk: incidentPartition(incident),
  sk: `${REMINDER_PREFIX}${key}`,
});

export const holdKey = (incident: string) => ({ pk: incidentPartition(incident), sk: 'HOLD' });

export const CONTROL_KEY = { pk: SITE_PARTITION, sk: 'CONTROL' };

/** Incidents that another system told: beside the log, so that nothing that reads chains ever meets them. */
export const IMPORTS_PARTITION = 'IMPORTS';

export const IMPORTED_PREFIX = 'INCIDENT#';

export const importKey = (id: string) => ({ pk: IMPORTS_PARTITION, sk: `${IMPORTED_PREFIX}${id}` });

export const importMonthPrefix = (month: string): string => `MONTH#${month}`;

export const importMonthKey = (id: string, openedAt: string) => ({
  pk: IMPORTS_PARTITION,
  sk: `${importMonthPrefix(openedAt.slice(0, 7))}#${openedAt}#${id}`,
});

export const SITE_INDEX_KEY = { pk: SITE_PARTITION, sk: 'BOARD' };

export const REBUILD_KEY = { pk: SITE_PARTITION, sk: 'REBUILD' };

export const DAY_PREFIX = 'DAY#';

export const dayKey = (day: string) => ({ pk: SITE_PARTITION, sk: `${DAY_PREFIX}${day}` });

export const SITE_INDEX_ROW_PREFIX = 'INCIDENT#';

export const siteIndexRowKey = (place: { id: string; openedAt: string }) => ({
  pk: SITE_PARTITION,
  sk: `${SITE_INDEX_ROW_PREFIX}${place.openedAt}#${place.id}`,
});

export const DRAFT_PARTITION = 'DRAFTS';

export const DRAFT_PREFIX = 'DRAFT#';

export const draftKey = (id: string) => ({ pk: DRAFT_PARTITION, sk: `${DRAFT_PREFIX}${id}` });

export const handoverKey = (incident: string) => ({ pk: incidentPartition(incident), sk: 'HANDOVER' });

export const FOLLOW_UP_PREFIX = 'LOOP#';

export const followUpKey = (incident: string, id: string) => ({
  pk: incidentPartition(incident),
  sk: `${FOLLOW_UP_PREFIX}${id}`,
});

export const alarmClaimKey = (component: string) => ({ pk: `CLAIM#component#${component}`, sk: 'CLAIM' });

export const JOINED_PREFIX = 'JOINED#';

export const joinedKey = (incident: string, alarm: string) => ({
  pk: incidentPartition(incident),
  sk: `${JOINED_PREFIX}${alarm}`,
});

export const rateLimitKey = (client: string) => ({ pk: `CLIENT#${client}`, sk: 'BUCKET' });

export const AUDIT_PARTITION = 'ACTS';

export const auditKey = (at: string, id: string) => ({ pk: AUDIT_PARTITION, sk: `ACT#${at}#${id}` });
