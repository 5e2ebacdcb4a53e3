import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { accountFiles } from '../../shared/site/small-files.ts';

const DID = 'did:plc:house';
const withAccount = (channels: typeof config.channels) =>
  accountFiles({ config: { ...config, channels, bluesky: { ...config.bluesky, account: DID } } });

describe('the file by which a network knows an account of this site’s name', () => {
  it('holds what the config calls the account, where CloudFront’s function looks for a name without a dot', () => {
    expect(withAccount(['bluesky'])).toMatchObject([
      { key: '.well-known/atproto-did/index.html', body: DID, contentType: 'text/plain; charset=utf-8' },
    ]);
  });

  it('is not there where the config does not name the channel, or no account', () => {
    expect(withAccount(['x'])).toEqual([]);
    expect(accountFiles({ config: { ...config, channels: ['bluesky'] } })).toEqual([]);
  });
});
