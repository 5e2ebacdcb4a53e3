import { dynamodbKeyedAccount, dynamodbNetworkSession } from '../adapters/dynamodb/keyed-account.ts';
import { askingOutside } from '../adapters/networks/asking.ts';
import { networkSecretIn } from '../adapters/networks/secret.ts';
import { NETWORKS } from '../adapters/networks/shipped.ts';
import { keptSecret } from '../adapters/secrets/kept-secret.ts';
import type { PublishKeyedPorts } from '../app/keyed/ports.ts';
import { peopleFor } from '../app/remind/on-call.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import { KEYED_CHANNELS } from '../core/keyed/shipped.ts';
import type { KeyedChannel } from '../ports/keyed-channel.ts';
import { connectDelivery, connectTable, systemClock } from './connect.ts';
import { environment } from './environment.ts';
import { once } from './when-used.ts';

/** The channel that the environment names, with its account and the people who hear of it. */
export function connectKeyed(): PublishKeyedPorts {
  const name = environment('CANDOR_CHANNEL');
  const is = KEYED_CHANNELS.find((one) => one.name === name);
  if (is === undefined) throw new Error(`CANDOR_CHANNEL names no channel that goes by keys: ${name}`);
  const table = connectTable();
  const siteUrl = environment('CANDOR_SITE_URL');
  const people = peopleFor({
    ...connectDelivery(table),
    siteUrl,
    consoleUrl: `${environment('CANDOR_OPS_URL')}/console`,
  });
  const secretArn = environment('CANDOR_CHANNEL_SECRET');
  const ask = once(async () => (await import('./clients/secrets.ts')).secretAt(secretArn));
  const secret = keptSecret(
    async () => (await ask())(),
    (text) => networkSecretIn(text, is, `the secret of ${is.label}`),
  );
  const channel: KeyedChannel = NETWORKS[is.name].channel({
    secret,
    sessions: dynamodbNetworkSession(table.at, is.name),
    ask: askingOutside(),
    clock: systemClock,
    language: config.brand.language,
  });
  return {
    is,
    rules: config[is.name],
    log: table.log,
    deliveries: table.deliveries,
    control: table.control,
    account: dynamodbKeyedAccount(table.at, is.name),
    channel,
    clock: systemClock,
    voice: spoken,
    siteUrl,
    page: people.page,
    rehearse: people.mail,
  };
}
