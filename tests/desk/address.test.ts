import { describe, expect, it } from 'vitest';
import { addressOf } from '../../shared/core/desk/mention.ts';

describe('where a post is seen', () => {
  it('is told of X and Bluesky by what they call it', () => {
    expect(addressOf({ source: 'x', theirs: '2127738982077825024' })).toBe(
      'https://x.com/i/web/status/2127738982077825024',
    );
    expect(addressOf({ source: 'bluesky', theirs: 'at://did:plc:lgobffhk/app.bsky.feed.post/3n3ma4ad2z222' })).toBe(
      'https://bsky.app/profile/did:plc:lgobffhk/post/3n3ma4ad2z222',
    );
  });

  it('is told of nothing else, whatever stands in it', () => {
    for (const [source, theirs] of [
      ['x', 'javascript:alert(1)'],
      ['x', '1/../../evil'],
      ['bluesky', 'at://did:plc:a/app.bsky.feed.post/3n?x=https://evil.test'],
      ['bluesky', 'https://evil.test'],
      ['mastodon', '1'],
      ['mail', 'ticket-1'],
    ] as const)
      expect(addressOf({ source, theirs })).toBeUndefined();
  });
});
