import fc from 'fast-check';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { describe, expect, it } from 'vitest';
import { httpsCarrier } from '../../shared/adapters/https/carrier.ts';
import { discordMessage, MESSAGE_LENGTH } from '../../shared/adapters/rooms/discord.ts';
import { slackMessage } from '../../shared/adapters/rooms/slack.ts';
import { CARD_BYTES, teamsMessage } from '../../shared/adapters/rooms/teams.ts';
import { hookKeysOf } from '../../shared/adapters/webhook/signature.ts';
import { changeCall } from '../../shared/app/hooks/change-call.ts';
import { spoken } from '../../shared/config/voice.ts';
import { changeLinkRoomWords } from '../../shared/wording/change-hooks.ts';
import { choiceWords } from '../../shared/wording/follow.ts';
import { at } from '../site/support/story.ts';
import { answering, givenHost } from './support.ts';

const TOKEN = `${'t0k'.repeat(40)}.${'s1g'.repeat(14)}`;
const URL = `https://status.example.com/s/m/${TOKEN}`;
const STOP = `https://status.example.com/s/u/${TOKEN}`;

const wordsFor = (choice: string, why: 'asked' | 'again' = 'asked') =>
  changeLinkRoomWords(spoken, {
    brand: 'Example Cloud',
    choice,
    why,
    url: URL,
    until: at('15:00'),
    now: at('14:00'),
    stopUrl: STOP,
  });

/** A house may name its components as it likes: marks, mentions, letters that are escaped, and many of them. */
const anyChoice = fc
  .array(
    fc.constantFrom(
      'API',
      '<!channel>',
      '@everyone',
      '<@&99>',
      '*bold*',
      '[x](https://evil.example)',
      '&',
      '障害',
      '`',
    ),
    {
      minLength: 1,
      maxLength: 400,
    },
  )
  .map((names) => {
    const known = new Map(names.map((name, index) => [`c${index}`, name]));
    return choiceWords(known, { components: [...known.keys()], level: 'all', minImpact: 'none', maintenance: true });
  });
const anyWhy = fc.constantFrom('asked' as const, 'again' as const);

describe('the link by which a room is changed', () => {
  it('is read as: why, what it is told now, how long the link works, and that nothing has to be done', () => {
    expect(wordsFor('About API: every update.')).toEqual({
      headline: 'Example Cloud: change what this room is told',
      message: 'Somebody asked to change what this room is told. Now it is told:\n\nAbout API: every update.',
      lines: [
        'The link works until 15:00 UTC, for everybody who reads this room.',
        'If nobody here asked for it, do nothing: nothing changes.',
      ],
      page: { label: 'Change, see or erase it', url: URL },
      stop: { label: 'Stop these messages', url: STOP },
    });
  });

  it('fits into Slack with both links, mentions nobody, whatever components are called', () => {
    fc.assert(
      fc.property(anyChoice, anyWhy, (choice, why) => {
        const { blocks, text } = slackMessage(wordsFor(choice, why));
        const sections = blocks.flatMap((block) => ('text' in block ? [block.text.text] : []));
        for (const one of [text, ...sections]) {
          expect(one).not.toMatch(/[<>]/);
          expect(one.length).toBeLessThanOrEqual(3_000);
        }
        const links = JSON.stringify(blocks.at(-1));
        for (const url of [URL, STOP]) expect(links).toContain(`<${url}|`);
      }),
    );
  });

  it('fits into Discord with both links, mentions nobody, whatever components are called', () => {
    fc.assert(
      fc.property(anyChoice, anyWhy, (choice, why) => {
        const { content, allowed_mentions } = discordMessage(wordsFor(choice, why));
        expect(allowed_mentions).toEqual({ parse: [] });
        expect(content.length).toBeLessThanOrEqual(MESSAGE_LENGTH);
        for (const url of [URL, STOP]) expect(content).toContain(`<${url}>`);
        expect(content).toContain('Somebody asked');
      }),
    );
  });

  it('fits into Teams with both links as buttons, as runs alone, whatever components are called', () => {
    fc.assert(
      fc.property(anyChoice, anyWhy, (choice, why) => {
        const message = JSON.stringify(teamsMessage(wordsFor(choice, why)));
        expect(message.replaceAll(/[\u0080-\uffff]/g, '\\u0000').length).toBeLessThanOrEqual(CARD_BYTES);
        for (const url of [URL, STOP])
          expect(message).toContain(
            `"Action.OpenUrl","title":"${url === URL ? 'Change, see or erase it' : 'Stop these messages'}","url":"${url}"`,
          );
        expect(message).not.toContain('"TextBlock"');
      }),
    );
  });
});

describe('the link by which a program is changed', () => {
  const keys = hookKeysOf('the key of the house', 'subscriber1');
  const call = changeCall('salt', at('14:00'), { url: URL, expiresAt: at('15:00'), unsubscribe: STOP });

  it('comes by one call, which the verifiers of others accept with the secret that the program has', async () => {
    const { heard, surroundings } = await givenHost('receiver.example', answering(204));
    const address = 'https://receiver.example/hooks/abc';
    expect((await httpsCarrier(surroundings).webhook(address, [call], keys)).is).toBe('taken');
    const [{ headers, body } = { headers: {}, body: Buffer.of() }] = heard;
    const sent = headers as Record<string, string>;
    expect(new Standard(keys.secret).verify(body.toString(), sent)).toEqual({
      type: 'subscription.change',
      timestamp: at('14:00'),
      data: { url: URL, expiresAt: at('15:00'), unsubscribe: STOP },
    });
    expect(() => new Svix(keys.secret).verify(body.toString(), sent)).not.toThrow();
    expect(() =>
      new Svix(hookKeysOf('the key of the house', 'another').secret).verify(body.toString(), sent),
    ).toThrow();
    expect(sent['webhook-id']).toBe('change-salt');
    expect(body.toString()).not.toContain('whsec_');
  });

  it('is waited for no longer than whoever asked for it', async () => {
    const { surroundings } = await givenHost('receiver.example', () => {});
    const hasty = httpsCarrier({ ...surroundings, atMostMs: 100 });
    expect(await hasty.webhook('https://receiver.example/hooks/abc', [call], keys)).toEqual({
      is: 'unknown',
      reason: 'the webhook did not answer: no answer within 0.1 s',
    });
  });
});
