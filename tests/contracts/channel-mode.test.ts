import { describe, expect, it } from 'vitest';
import { SITE } from '../../shared/core/channel/shipped.ts';
import { X } from '../../shared/core/x/facts.ts';
import { channelMode } from '../../shared/ports/channel-mode.ts';

describe('a channel that nobody has switched', () => {
  it('is in shadow if it is X, which only a person may arm', () => {
    expect(channelMode({ channels: {} }, X)).toBe('shadow');
  });

  it('is live if it is our own site', () => {
    expect(channelMode({ channels: {} }, SITE)).toBe('live');
  });
});

it('a channel that was switched is what it was switched to', () => {
  expect(channelMode({ channels: { x: 'live' } }, X)).toBe('live');
  expect(channelMode({ channels: { x: 'live', site: 'off' } }, SITE)).toBe('off');
});
