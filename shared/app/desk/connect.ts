import type { DeskSource } from '../../core/desk/mention.ts';
import { changeAccount } from './money.ts';
import type { DeskPorts } from './ports.ts';
import * as refused from './refused.ts';

/** Has a source be heard from now on, or not any more. What was heard stays for as long as it is kept. Throws a `Problem`. */
export async function connectSource(
  ports: Pick<DeskPorts, 'stores' | 'sources' | 'clock'>,
  { source, by }: { source: DeskSource; by: string },
  isConnected: boolean,
): Promise<void> {
  if (ports.sources[source] === undefined) throw refused.notDeployed(source);
  const now = ports.clock.now();
  await changeAccount(ports, source, ({ connected, ...account }) =>
    isConnected ? { ...account, connected: connected ?? { at: now, by } } : account,
  );
}

/** True if somebody has connected it. */
export const isConnected = async ({ stores }: Pick<DeskPorts, 'stores'>, source: DeskSource): Promise<boolean> =>
  (await stores.account(source).read()).state?.connected !== undefined;
