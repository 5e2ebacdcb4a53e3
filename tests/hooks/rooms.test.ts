import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpsCarrier } from '../../shared/adapters/https/carrier.ts';
import { discordMessage, MESSAGE_LENGTH } from '../../shared/adapters/rooms/discord.ts';
import { slackMessage } from '../../shared/adapters/rooms/slack.ts';
import { CARD_BYTES, teamsMessage } from '../../shared/adapters/rooms/teams.ts';
import { hookKindOf, unfitAddress } from '../../shared/core/hooks/address.ts';
import { answering, givenHost, words } from './support.ts';

const SLACK = 'https://hooks.slack.com/services/T0/B0/secret';
const DISCORD = 'https://discord.com/api/webhooks/123/se-cret_';
const TEAMS =
  'https://default0.12.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/a/triggers/manual/paths/invoke?api-version=1&sig=x';

describe('a room', () => {
  it.each([
    [SLACK, 'slack'],
    ['https://hooks.slack-gov.com/services/T0/B0/x', 'slack'],
    [DISCORD, 'discord'],
    ['https://canary.discord.com/api/v10/webhooks/123/x', 'discord'],
    ['https://discordapp.com/api/webhooks/123/x', 'discord'],
    [TEAMS, 'teams'],
    ['https://prod-31.westus.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=x', 'teams'],
    ['https://receiver.example/services/x', 'webhook'],
    ['https://hooks.slack.com.evil.example/services/x', 'webhook'],
    ['https://evil-discord.com/api/webhooks/1/x', 'webhook'],
    // Theirs, and no room: a page, a trigger with fields of its own, a connector that Microsoft has ended.
    ['https://hooks.slack.com/triggers/T0/1/x', undefined],
    ['https://discord.com/channels/1/2', undefined],
    ['https://a.webhook.office.com/webhookb2/x', undefined],
    ['not an address', undefined],
  ])('is known by its host: %s', (address, kind) => {
    expect(hookKindOf(address)).toBe(kind);
    if (kind !== undefined) expect(unfitAddress(address)).toBeUndefined();
  });
});

/** What people typed, with all that rooms might make something of. */
const typed = fc.oneof(
  fc.string({ maxLength: 5_000, unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '<!channel>',
        '<!here|here>',
        '<@U123>',
        '<#C1>',
        '@everyone',
        '@here',
        '<@&99>',
        '<at>Ada</at>',
        '*bold*',
        '_i_',
        '[click](https://evil.example)',
        '<https://evil.example|here>',
        '# big',
        '> quoted',
        '- item',
        '1. one',
        '```',
        '`code`',
        '||spoiler||',
        '\n',
        '障害',
        '🔥',
        'snake_case_name',
        '<t:1700000000:R>',
      ),
      { maxLength: 400 },
    )
    .map((parts) => parts.join(' ')),
);
const anyWords = fc
  .record({ headline: typed, message: typed, workaround: fc.option(typed, { nil: undefined }) })
  .map(({ workaround, ...said }) => words({ ...said, ...(workaround === undefined ? {} : { workaround }) }));

describe('a message for Slack', () => {
  it('says what it is, then the words, then the times and the way out', () => {
    expect(slackMessage(words({ workaround: 'What you can do now: pay by invoice.' }))).toEqual({
      text: 'Example Cloud: Identified: Checkout fails',
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: 'Example Cloud: Identified: Checkout fails', emoji: false },
        },
        ...[
          'We know the cause.\n\nA repair is on its way.',
          'What you can do now: pay by invoice.',
          'Next update by 14:30 UTC.\nSaid at 14:00 UTC on 22 Nov 2026.',
        ].map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })),
        {
          type: 'context',
          elements: [
            {
              type: 'mrkdwn',
              text: '<https://status.example.com/incidents/i1|Everything that was said> · <https://status.example.com/s/u/t0k.en|Stop these messages>',
            },
          ],
        },
      ],
    });
  });

  it('mentions nobody and links nowhere, keeps to the limits, whatever was typed', () => {
    fc.assert(
      fc.property(anyWords, (said) => {
        const { text, blocks } = slackMessage(said);
        const sections = blocks.flatMap((block) =>
          'text' in block && block.text.type === 'mrkdwn' ? [block.text.text] : [],
        );
        for (const one of [text, ...sections]) {
          expect(one).not.toMatch(/[<>]/);
          expect(one.length).toBeLessThanOrEqual(3_000);
        }
        for (const one of sections) expect(one).not.toMatch(/(^|\s)[*_~`]/);
        expect(blocks.length).toBeLessThanOrEqual(50);
        expect(sections.join('').length).toBeLessThanOrEqual(13_200);
      }),
    );
  });
});

describe('a message for Slack that is full of letters that are escaped', () => {
  it('is shortened, and not refused', () => {
    const { blocks } = slackMessage(words({ message: '&'.repeat(5_000), workaround: '<'.repeat(5_000) }));
    const sections = blocks.flatMap((block) => ('text' in block ? [block.text.text] : []));
    expect(sections[1]).toMatch(/^(&amp;){300,}…$/);
    for (const one of sections) expect(one.length).toBeLessThanOrEqual(3_000);
  });
});

describe('a message for Discord', () => {
  it('says what it is, then the words, then the times and the way out', () => {
    expect(discordMessage(words())).toEqual({
      content: [
        '**Example Cloud: Identified: Checkout fails**',
        'We know the cause.\n\nA repair is on its way.',
        'Next update by 14:30 UTC.\nSaid at 14:00 UTC on 22 Nov 2026.\nEverything that was said: <https://status.example.com/incidents/i1>\nStop these messages: <https://status.example.com/s/u/t0k.en>',
      ].join('\n\n'),
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it('has 2,000 characters at most, its links, and no mark that does anything, whatever was typed', () => {
    fc.assert(
      fc.property(anyWords, (said) => {
        const { content, allowed_mentions } = discordMessage(said);
        expect(allowed_mentions).toEqual({ parse: [] });
        expect(content.length).toBeLessThanOrEqual(MESSAGE_LENGTH);
        expect(content).toContain('<https://status.example.com/s/u/t0k.en>');
        const [, ...rest] = content.split('\n\n');
        const bare = rest
          .join('\n\n')
          .replaceAll(/<https:\/\/status[^>]*>/g, '')
          .replaceAll(/\\./gs, 'x');
        expect(bare).not.toMatch(/[*_~`|<>[\]]|^\s*(#{1,3}|-)\s|^\s*\d+\.\s/m);
      }),
    );
  });
});

describe('a message for Teams', () => {
  type Card = {
    attachments: {
      content: { body: { type: string; inlines: { type: string; text: string }[] }[]; actions: object[] };
    }[];
  };

  it('says what it is, then the words, then the times; the links are buttons', () => {
    const { content } = (teamsMessage(words()) as Card).attachments[0]!;
    expect(content.body.map(({ inlines }) => inlines[0]?.text)).toEqual([
      'Example Cloud: Identified: Checkout fails',
      'We know the cause.',
      'A repair is on its way.',
      'Next update by 14:30 UTC.',
      'Said at 14:00 UTC on 22 Nov 2026.',
    ]);
    expect(content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Everything that was said', url: 'https://status.example.com/incidents/i1' },
      { type: 'Action.OpenUrl', title: 'Stop these messages', url: 'https://status.example.com/s/u/t0k.en' },
    ]);
  });

  it.each([
    ['of letters that are escaped', '障'.repeat(5_000)],
    ['of many lines', 'a\n'.repeat(2_500)],
    ['of many lines of such letters', '障\n'.repeat(2_500)],
    ['of quotes', '"'.repeat(5_000)],
  ])('is small enough also where a text is full %s, and still has its first words', (_, typedText) => {
    const message = teamsMessage(words({ headline: typedText, message: typedText, workaround: typedText })) as Card;
    expect(JSON.stringify(message).replaceAll(/[\u0080-\uffff]/g, '\\u0000').length).toBeLessThanOrEqual(CARD_BYTES);
    expect(message.attachments[0]!.content.body.length).toBeGreaterThanOrEqual(3);
  });

  it('is small enough also with every letter escaped, and has runs alone, which know no Markdown', () => {
    fc.assert(
      fc.property(anyWords, (said) => {
        const message = teamsMessage(said) as Card;
        const escaped = JSON.stringify(message).replaceAll(/[\u0080-\uffff]/g, '\\u0000');
        expect(escaped.length).toBeLessThanOrEqual(CARD_BYTES);
        for (const { type, inlines } of message.attachments[0]!.content.body) {
          expect(type).toBe('RichTextBlock');
          expect(inlines.map((run) => run.type)).toEqual(['TextRun']);
        }
      }),
    );
  });
});

describe('where a merged incident goes on', () => {
  const [label, url] = ['Go on reading there: Search slow', 'https://status.example.com/incidents/i7'];
  const merged = words({ goesOn: { label, url } });

  it.each([
    ['Slack', slackMessage(merged), `<${url}|${label}> · <`],
    ['Discord', discordMessage(merged), `${label}: <${url}>`],
    ['Teams', teamsMessage(merged), `"title":"${label}","url":"${url}"`],
  ])('is a link in a message for %s', (_, message, link) => {
    expect(JSON.stringify(message)).toContain(link);
  });
});

describe('what a room answers', () => {
  const carried = async (kind: 'slack' | 'teams' | 'discord', answer: Parameters<typeof givenHost>[1]) => {
    const address = { slack: SLACK, teams: TEAMS, discord: DISCORD }[kind];
    const { heard, surroundings } = await givenHost(new URL(address).hostname, answer);
    const result = await httpsCarrier(surroundings)[kind](address, words());
    expect(JSON.stringify(result)).not.toMatch(/secret|se-cret|sig=/);
    return { result, heard };
  };

  it.each([
    ['slack', 200, 'ok', 'taken'],
    ['slack', 400, 'invalid_blocks', 'refused'],
    ['slack', 403, 'action_prohibited', 'refused'],
    ['slack', 404, 'no_service', 'gone'],
    ['slack', 410, 'channel_is_archived', 'gone'],
    ['slack', 429, 'rate_limited', 'not-now'],
    ['slack', 500, 'rollup_error', 'unknown'],
    ['teams', 202, '', 'taken'],
    [
      'teams',
      200,
      'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413',
      'refused',
    ],
    ['teams', 200, 'Microsoft Teams endpoint returned HTTP error 429 with ContextId', 'not-now'],
    ['teams', 401, '{"error":{"code":"InvalidSignature"}}', 'gone'],
    ['teams', 404, '{"error":{"code":"WorkflowNotFound"}}', 'gone'],
    ['teams', 429, '', 'not-now'],
    ['teams', 502, '{"error":{"code":"NoResponse"}}', 'unknown'],
    ['discord', 200, '{"id":"1"}', 'taken'],
    ['discord', 204, '', 'taken'],
    ['discord', 400, '{"code":50006}', 'refused'],
    ['discord', 401, '{"code":50027}', 'gone'],
    ['discord', 403, '', 'refused'],
    ['discord', 404, '{"code":10015}', 'gone'],
    ['discord', 429, '{"retry_after":0.5}', 'not-now'],
    ['discord', 500, '', 'unknown'],
  ] as const)('%s, %i %s: %s', async (kind, status, body, is) => {
    expect((await carried(kind, answering(status, {}, body))).result.is).toBe(is);
  });

  it('is a receipt where it names the message', async () => {
    const answered = await carried('discord', answering(200, {}, '{"id":"1180000000000000001","content":"…"}'));
    expect(answered.result).toEqual({ is: 'taken', receipt: '1180000000000000001' });
    expect(answered.heard[0]?.path).toBe('/api/webhooks/123/se-cret_?wait=true');
    const flow = await carried('teams', answering(202, { 'x-ms-workflow-run-id': '0858' }));
    expect(flow.result).toEqual({ is: 'taken', receipt: '0858' });
  });

  it('says how long to wait: Discord before the limit is passed, all of them after', async () => {
    const last = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.25' };
    expect((await carried('discord', answering(200, last, '{"id":"1"}'))).result).toEqual({
      is: 'taken',
      receipt: '1',
      pauseMs: 1_250,
    });
    for (const kind of ['slack', 'teams', 'discord'] as const)
      expect((await carried(kind, answering(429, { 'retry-after': '30' }))).result).toMatchObject({
        retryAfterMs: 30_000,
      });
  });

  it('may have been a post where the answer was lost', async () => {
    for (const kind of ['slack', 'teams', 'discord'] as const)
      expect((await carried(kind, (_, __, request) => request.socket.destroy())).result.is).toBe('unknown');
  });
});
