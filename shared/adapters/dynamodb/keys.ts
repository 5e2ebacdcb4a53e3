// Every key of the one table. ARCHITECTURE.md has the picture. What is stored keeps its name for ever.
import { alarmKey } from '../../core/alarm.ts';
import type { ChannelName } from '../../core/delivery.ts';
import { type PersonalChannel, shardOf } from '../../core/subscribers/subscriber.ts';
import type { HeldKey } from '../../ports/held-alarms.ts';

/** The partition of the watch index. One is enough: it takes 1,000 writes a second, and an outage makes a few. */
export const WATCH_PARTITION = 'WATCH';

/** What the site is made from, and the switches: one partition, read as a whole. */
export const SITE_PARTITION = 'SITE';

/** All of one incident: its entries, and what was done about them. */
export const incidentPartition = (incident: string): string => `INCIDENT#${incident}`;

/** The incident that a partition of `incidentPartition` belongs to. */
export const incidentOf = (pk: string): string => pk.slice('INCIDENT#'.length);

/**
 * An entry's number as it sorts in a key: four digits, and from 10,000 on a tilde and eight. The tilde sorts after
 * every digit, so the order holds without making the common key long.
 */
export const sortable = (seq: number): string =>
  seq <= 9_999 ? String(seq).padStart(4, '0') : `~${String(seq).padStart(8, '0')}`;

export const ENTRY_PREFIX = 'ENTRY#';

/** One statement. Only whoever puts it first has spoken: the key is the whole concurrency control. */
export const entryKey = (incident: string, seq: number) => ({
  pk: incidentPartition(incident),
  sk: `${ENTRY_PREFIX}${sortable(seq)}`,
});

/** The number at the end of an entry's or a delivery's sort key. */
export const seqOf = (sk: string): number => Number(sk.slice(sk.lastIndexOf('#') + 1).replace('~', ''));

export const DELIVERY_PREFIX = 'DELIVERY#';

/** Deliveries of one channel lie beside each other, in the order of their entries. */
export const deliveryPrefix = (channel: ChannelName): string => `${DELIVERY_PREFIX}${channel}#`;

/** The channel that a delivery's sort key names. */
export const channelOf = (sk: string): ChannelName => sk.slice(DELIVERY_PREFIX.length, sk.lastIndexOf('#'));

/** What a channel did with one entry. */
export const deliveryKey = (incident: string, channel: ChannelName, seq: number) => ({
  pk: incidentPartition(incident),
  sk: `${deliveryPrefix(channel)}${sortable(seq)}`,
});

export const REMINDER_PREFIX = 'REMINDER#';

/** One reminder; `key` names it for ever, so that it is sent once. */
export const reminderKey = (incident: string, key: string) => ({
  pk: incidentPartition(incident),
  sk: `${REMINDER_PREFIX}${key}`,
});

/** That an incident’s apology waits for whoever writes. */
export const holdKey = (incident: string) => ({ pk: incidentPartition(incident), sk: 'HOLD' });

/** Freeze, and the mode of each channel. */
export const CONTROL_KEY = { pk: SITE_PARTITION, sk: 'CONTROL' };

/** Incidents that another system told: beside the log, so that nothing that reads chains ever meets them. */
export const IMPORTS_PARTITION = 'IMPORTS';

export const IMPORTED_PREFIX = 'INCIDENT#';

/** One imported incident, with all that was told of it. */
export const importKey = (id: string) => ({ pk: IMPORTS_PARTITION, sk: `${IMPORTED_PREFIX}${id}` });

/** Imported incidents of a month, oldest first. */
export const importMonthPrefix = (month: string): string => `MONTH#${month}`;

/** Where an imported incident stands in time. */
export const importMonthKey = (id: string, openedAt: string) => ({
  pk: IMPORTS_PARTITION,
  sk: `${importMonthPrefix(openedAt.slice(0, 7))}#${openedAt}#${id}`,
});

/** The site index’s own item: its counter, and what is open. It was called the board when it was first stored. */
export const SITE_INDEX_KEY = { pk: SITE_PARTITION, sk: 'BOARD' };

/** How far a rebuild of the site has come. */
export const REBUILD_KEY = { pk: SITE_PARTITION, sk: 'REBUILD' };

export const DAY_PREFIX = 'DAY#';

/** What incidents that are over left behind on one day, and is not summed yet. */
export const dayKey = (day: string) => ({ pk: SITE_PARTITION, sk: `${DAY_PREFIX}${day}` });

const dayPartition = (day: string): string => `${DAY_PREFIX}${day}`;

/** What was summed of one day: a partition of its own, so that a storm does not wait for the pages. */
export const daySumKey = (day: string) => ({ pk: dayPartition(day), sk: 'SUM' });

/** What the sum of a day holds of one incident. */
export const summedKey = (day: string, incident: string) => ({ pk: dayPartition(day), sk: `SHARE#${incident}` });

/** Where the pages of a month begin; only of a month that has more than one. */
export const monthPagesKey = (month: string) => ({ pk: SITE_PARTITION, sk: `MONTH#${month}` });

export const SITE_INDEX_ROW_PREFIX = 'INCIDENT#';

/** One incident as the site shows it, by when it was reported. */
export const siteIndexRowKey = (place: { id: string; openedAt: string }) => ({
  pk: SITE_PARTITION,
  sk: `${SITE_INDEX_ROW_PREFIX}${place.openedAt}#${place.id}`,
});

export const DRAFT_PARTITION = 'DRAFTS';

export const DRAFT_PREFIX = 'DRAFT#';

/** A statement that waits for a second person; all in one partition, because they are listed. */
export const draftKey = (id: string) => ({ pk: DRAFT_PARTITION, sk: `${DRAFT_PREFIX}${id}` });

/** The newest handover of an incident. */
export const handoverKey = (incident: string) => ({ pk: incidentPartition(incident), sk: 'HANDOVER' });

export const FOLLOW_UP_PREFIX = 'LOOP#';

/** Somebody who waits for an answer. It was called a loop when it was first stored. */
export const followUpKey = (incident: string, id: string) => ({
  pk: incidentPartition(incident),
  sk: `${FOLLOW_UP_PREFIX}${id}`,
});

/** Which incident the alarms of a component belong to. */
export const alarmClaimKey = (component: string) => ({ pk: `CLAIM#component#${component}`, sk: 'CLAIM' });

export const OVER_PREFIX = 'OVER#';

/** An outage of a component that its monitor has seen the end of. */
export const overKey = (component: string, alarm: string) => ({
  ...alarmClaimKey(component),
  sk: `${OVER_PREFIX}${alarm}`,
});

export const HELD_ALARMS_PARTITION = 'ALARMS';

export const HELD_ALARM_PREFIX = 'HELD#';

/** An alarm that waits, to see whether it clears by itself. What watches is hashed if its name is too long for a key. */
export const heldAlarmKey = ({ component, source, check }: HeldKey) => ({
  pk: HELD_ALARMS_PARTITION,
  sk: `${HELD_ALARM_PREFIX}${component}#${source}#${alarmKey({ check })}`,
});

export const UNMAPPED_PREFIX = 'UNMAPPED#';

/** What a monitor sent and no rule is for, in one of a fixed number of places: what is sent again takes its own. */
export const unmappedKey = (place: number) => ({
  pk: HELD_ALARMS_PARTITION,
  sk: `${UNMAPPED_PREFIX}${String(place).padStart(3, '0')}`,
});

export const JOINED_PREFIX = 'JOINED#';

/** An alarm that joined an incident. */
export const joinedKey = (incident: string, alarm: string) => ({
  pk: incidentPartition(incident),
  sk: `${JOINED_PREFIX}${alarm}`,
});

export const receiptPartition = (receipt: string): string => `RECEIPT#${receipt}`;

/** What the sender of a storm of alarms was told. */
export const receiptHeadKey = (receipt: string) => ({ pk: receiptPartition(receipt), sk: 'HEAD' });

export const RECEIPT_PART_PREFIX = 'PART#';

/** What became of some of its alarms. */
export const receiptPartKey = (receipt: string, part: number) => ({
  pk: receiptPartition(receipt),
  sk: `${RECEIPT_PART_PREFIX}${sortable(part)}`,
});

/** What a client has used of its rate limit: a partition each, so that none waits for another. */
export const rateLimitKey = (client: string) => ({ pk: `CLIENT#${client}`, sk: 'BUCKET' });

/** What people switched, noted or decided. */
export const AUDIT_PARTITION = 'ACTS';

/** One record of the audit log; by time, and with an id for two in the same millisecond. */
export const auditKey = (at: string, id: string) => ({ pk: AUDIT_PARTITION, sk: `ACT#${at}#${id}` });

/** Who is in the house, and who is on duty: one partition, read as a whole. */
export const PEOPLE_PARTITION = 'PEOPLE';

export const PERSON_PREFIX = 'PERSON#';

/** Somebody of the house. */
export const personKey = (id: string) => ({ pk: PEOPLE_PARTITION, sk: `${PERSON_PREFIX}${id}` });

export const DUTY_PREFIX = 'DUTY#';

/** What was last said of who is on duty. */
export const dutyKey = (duty: string) => ({ pk: PEOPLE_PARTITION, sk: `${DUTY_PREFIX}${duty}` });

export const MACHINE_PREFIX = 'MACHINE#';

/** A program and whose it is, by the id of its client. */
export const machineKey = (client: string) => ({ pk: PEOPLE_PARTITION, sk: `${MACHINE_PREFIX}${client}` });

/** The subscribers of a channel, in as many partitions as it has shards. */
export const subscriberPartition = (channel: PersonalChannel, shard: number): string =>
  `SUBSCRIBER#${channel}#${twoDigits(shard)}`;

export const PERSON_OUTSIDE_PREFIX = 'S#';

/** Somebody outside who asked to be told. */
export const subscriberKey = (channel: PersonalChannel, id: string) => ({
  pk: subscriberPartition(channel, shardOf(id, channel)),
  sk: `${PERSON_OUTSIDE_PREFIX}${id}`,
});

export const GONE_PREFIX = 'GONE#';

/** That somebody outside asked to be told no more. */
export const goneKey = (channel: PersonalChannel, id: string) => ({
  pk: subscriberPartition(channel, shardOf(id, channel)),
  sk: `${GONE_PREFIX}${id}`,
});

/** How far the people of one shard were told of an incident: beside each other in the same order as they themselves. */
export const toldPartition = (incident: string, channel: PersonalChannel, shard: number): string =>
  `TOLD#${incident}#${channel}#${twoDigits(shard)}`;

/** How far one of them was told. */
export const toldKey = (incident: string, channel: PersonalChannel, id: string) => ({
  pk: toldPartition(incident, channel, shardOf(id, channel)),
  sk: `${PERSON_OUTSIDE_PREFIX}${id}`,
});

/** How far the shards of a channel were gone through for an incident. */
export const runPrefix = (channel: PersonalChannel): string => `RUN#${channel}#`;

/** How far one shard was. */
export const runKey = (incident: string, channel: PersonalChannel, shard: number) => ({
  pk: incidentPartition(incident),
  sk: `${runPrefix(channel)}${twoDigits(shard)}`,
});

/** How a channel stands with the far side, and at what pace it goes. */
export const accountKey = (channel: ChannelName, what: 'STATE' | 'PACE' | 'SESSION') => ({
  pk: `ACCOUNT#${channel}`,
  sk: what,
});

/** How often something happened of late that signing up must not do often. */
export const signUpKey = (what: string) => ({ pk: `SIGNUP#${what}`, sk: 'COUNT' });

const twoDigits = (shard: number): string => String(shard).padStart(2, '0');
