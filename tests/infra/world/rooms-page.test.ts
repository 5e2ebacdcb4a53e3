import { describe, expect, it } from 'vitest';
import type { OutsideCall } from '../../../infra/local/world/outside/receivers.ts';
import { shownMessage } from '../../../infra/local/world/outside/shown-message.ts';
import { roomsPage } from '../../../infra/local/world/pages/rooms-page.ts';
import { discordMessage } from '../../../shared/adapters/rooms/discord.ts';
import { slackMessage } from '../../../shared/adapters/rooms/slack.ts';
import { teamsMessage } from '../../../shared/adapters/rooms/teams.ts';
import type { RoomWords } from '../../../shared/ports/carrier.ts';

const WORDS: RoomWords = {
  headline: 'Identified: Sign-in & checkout fail',
  message: 'The <cache> of *sessions* is full.\n\nWe empty it, 5 > 4.',
  workaround: 'Use an API_TOKEN.',
  lines: ['14:10 UTC · affects Website', 'Next update by 14:40 UTC'],
  page: { label: 'Status page', url: 'https://status.example.com/incidents/i1?a=1&b=2' },
  stop: { label: 'Stop these messages', url: 'https://status.example.com/s/u/t0k.en' },
};

const call = (part: OutsideCall['part'], body: unknown): OutsideCall => ({
  id: '1',
  at: '2026-11-22T14:10:00.000Z',
  part,
  name: 'theirs',
  host: 'hooks.example.com',
  path: '/hooks/theirs',
  body,
});

const messages = {
  slack: slackMessage(WORDS),
  teams: teamsMessage(WORDS),
  discord: discordMessage(WORDS),
} as const;

describe('what a room shows of a message', () => {
  it.each(Object.entries(messages))('in %s is every word and every address, as they were said', (part, message) => {
    const shown = shownMessage(call(part as 'slack', message));
    expect(shown.headline).toBe(WORDS.headline);
    const text = [...shown.paragraphs, ...shown.links.flatMap(({ label, url }) => [label, url])].join('\n');
    for (const words of [
      'The <cache> of *sessions* is full.',
      'We empty it, 5 > 4.',
      'Use an API_TOKEN.',
      ...WORDS.lines,
      ...[WORDS.page, WORDS.stop].flatMap(({ label, url }) => [label, url]),
    ])
      expect(text).toContain(words);
  });
});

describe('the page of rooms, devices and programs', () => {
  it('shows the newest first, a device by what it opens, a program by what it was sent and which signatures hold', async () => {
    const verified = { v1: true, v1a: null };
    const page = await roomsPage(
      [
        call('slack', messages.slack),
        call('push', {
          title: 'Sign-in fails',
          text: 'The cache is full.',
          url: 'https://status.example.com/incidents/i1',
        }),
        { ...call('hooks', { type: 'incident.opened' }), verified },
      ],
      0,
    );
    const parts = [...page.matchAll(/data-part="(\w+)"/g)].map(([, part]) => part);
    expect(parts).toEqual(['hooks', 'push', 'slack']);
    expect(page).toContain('v1 holds, v1a not checked');
    expect(page).toContain('href="https://status.example.com/incidents/i1?a=1&amp;b=2"');
  });

  it('never links to a script, and shows text as text', async () => {
    const body = { title: '<script>alert(1)</script>', text: 'x', url: 'javascript:alert(2)' };
    const page = await roomsPage([call('push', body)], 0);
    expect(page).not.toMatch(/<script>alert|href="javascript/);
  });

  it('of a message whose keys are in a real browser says so', () => {
    expect(shownMessage(call('push', null)).headline).toBe('A message that only the device can read');
  });

  it('says what to do when it is empty', async () => {
    expect(await roomsPage([], 0)).toContain('No message yet.');
  });
});
