import type { ReportedIncident } from '../../core/incident.ts';
import { NEW_ACCOUNT, type PersonalAccount, pagedFor } from '../../core/subscribers/account.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { changeVersioned } from '../change-versioned.ts';
import type { TellPorts, Trouble } from './tell-ports.ts';

/** Changes the account's record, whoever else does too; `undefined` leaves it as it is. */
export const changeAccount = (
  record: Versioned<PersonalAccount>,
  change: (account: PersonalAccount) => PersonalAccount | undefined,
): Promise<void> => changeVersioned(record, (account = NEW_ACCOUNT) => change(account));

/** Pages people, once for each `key`: who asks first does. */
export async function pageOnce(
  ports: Pick<TellPorts, 'account' | 'page'>,
  incident: ReportedIncident,
  key: string,
  what: Trouble,
): Promise<void> {
  let isFirst = false;
  await changeAccount(ports.account, (account) => {
    const next = pagedFor(account, key);
    isFirst = next !== undefined;
    return next;
  });
  if (isFirst) await ports.page(incident, what);
}
