import { keptSecret } from '../../adapters/secrets/kept-secret.ts';
import { xTokensFromSecret } from '../../adapters/secrets/x-tokens.ts';
import { xComplaintCounts } from '../../adapters/x/complaint-counts.ts';
import { xDeskSource } from '../../adapters/x/desk-source.ts';
import { appBearerIn } from '../../adapters/x/tokens.ts';
import type { ComplaintCounts } from '../../ports/desk-source.ts';
import { systemClock as clock } from '../connect.ts';
import { secretAt } from './secrets.ts';

type Account = { secretArn: string; baseUrl: string };

/** Our account on X, as customers speak to it. */
export const xDesk = ({ secretArn, baseUrl }: Account) =>
  xDeskSource({ tokens: xTokensFromSecret(secretAt(secretArn)), server: { baseUrl }, clock });

/** What is counted there, with the app’s own token; nothing is asked where nobody has connected one. */
export function xCounts({ secretArn, baseUrl }: Account): ComplaintCounts {
  const bearer = keptSecret(secretAt(secretArn), appBearerIn);
  const counts = xComplaintCounts({ bearer, server: { baseUrl }, clock });
  return {
    since: async (...asked) =>
      (await bearer()) === ''
        ? { unreadable: 'no bearer token of the app is connected', billed: {} }
        : counts.since(...asked),
  };
}
