import { xTokensFromSecret } from '../../adapters/secrets/x-tokens.ts';
import { xChannel } from '../../adapters/x/x-channel.ts';
import { secretAt } from './secrets.ts';

/** Our account on X, with the tokens of the secret. */
export const x = ({ secretArn, baseUrl }: { secretArn: string; baseUrl: string }) =>
  xChannel(xTokensFromSecret(secretAt(secretArn)), { baseUrl });
