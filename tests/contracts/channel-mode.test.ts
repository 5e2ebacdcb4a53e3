import { describe, expect, it } from 'vitest';
import { channelMode } from '../../shared/ports/channel-mode.ts';

describe('a channel that nobody has switched', () => {
  it('is in shadow if it is X, which only a person may arm', () => {
    expect(channelMode({ channels: {} }, 'x')).toBe('shadow');
  });

  it('is live if it is our own site', () => {
    expect(channelMode({ channels: {} }, 'site')).toBe('live');
  });
});

it('a channel that was switched is what it was switched to', () => {
  expect(channelMode({ channels: { x: 'live' } }, 'x')).toBe('live');
  expect(channelMode({ channels: { x: 'live', site: 'off' } }, 'site')).toBe('off');
});
