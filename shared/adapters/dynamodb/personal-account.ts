import type { PersonalAccount } from '../../core/subscribers/account.ts';
import type { Pace } from '../../core/subscribers/pace.ts';
import type { PersonalChannel } from '../../core/subscribers/subscriber.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { accountKey } from './keys.ts';
import type { Table } from './table.ts';
import { dynamodbVersioned } from './versioned.ts';

/** How a channel stands with the far side. */
export const dynamodbPersonalAccount = (at: Table, channel: PersonalChannel): Versioned<PersonalAccount> =>
  dynamodbVersioned(at, accountKey(channel, 'STATE'));

/** At what pace it goes. */
export const dynamodbPace = (at: Table, channel: PersonalChannel): Versioned<Pace> =>
  dynamodbVersioned(at, accountKey(channel, 'PACE'));
