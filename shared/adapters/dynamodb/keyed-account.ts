import type { ChannelName } from '../../core/delivery.ts';
import type { KeyedAccount } from '../../core/keyed/account.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { accountKey } from './keys.ts';
import type { Table } from './table.ts';
import { dynamodbVersioned } from './versioned.ts';

/** How an account stands with the network. */
export const dynamodbKeyedAccount = (at: Table, channel: ChannelName): Versioned<KeyedAccount> =>
  dynamodbVersioned(at, accountKey(channel, 'STATE'));

/** What a sign-in gave us, where the network asks for one. */
export const dynamodbNetworkSession = <Session>(at: Table, channel: ChannelName): Versioned<Session> =>
  dynamodbVersioned(at, accountKey(channel, 'SESSION'));
