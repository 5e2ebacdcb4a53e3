import { dynamodbNetworkSession } from '../../adapters/dynamodb/keyed-account.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { askingOutside } from '../../adapters/networks/asking.ts';
import { DESKS } from '../../adapters/networks/desks.ts';
import { networkSecretIn } from '../../adapters/networks/secret.ts';
import { keptSecret } from '../../adapters/secrets/kept-secret.ts';
import { config } from '../../config/config.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../../core/keyed/shipped.ts';
import { systemClock as clock } from '../connect.ts';
import { secretAt } from './secrets.ts';

/** Our account on a network that goes by keys, as customers speak to it; its session is that of whoever posts there. */
export function networkDesk(at: Table, name: KeyedChannelName, secretArn: string) {
  const is = KEYED_CHANNELS.find((one) => one.name === name)!;
  return DESKS[name]({
    secret: keptSecret(secretAt(secretArn), (text) => networkSecretIn(text, is, `the secret of ${is.label}`)),
    sessions: dynamodbNetworkSession(at, name),
    ask: askingOutside(),
    clock,
    language: config.brand.language,
  });
}
