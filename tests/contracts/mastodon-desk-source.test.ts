import { describe, expect, it } from 'vitest';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { told } from './desk-source.contract.ts';
import { givenDesk } from './given-desk.ts';

describe('whom an instance of Mastodon does not know', () => {
  it('is heard although its policy filters them, and not where it drops them', async () => {
    const desk = await givenDesk('mastodon');
    const since = plus(desk.now(), -MINUTE_MS);
    desk.write('ada', 'my account is 12');
    const [message] = told(await desk.source.messagesSince!(since)).heard;
    expect(message!.author.handle).toBe('ada@mastodon.example.net');
    desk.trouble('strangers-dropped');
    desk.say('is it down?', { from: 'bob' });
    expect(told(await desk.source.since(since, [])).heard).toEqual([]);
  });

  it('is answered where they can read it, and by name, or they are never told', async () => {
    const desk = await givenDesk('mastodon');
    const root = desk.say('is it down?');
    const [to] = told(await desk.source.since(plus(desk.now(), -MINUTE_MS), [])).heard;
    await desk.source.answer({ key: 'k', text: 'We are on it.', at: desk.now(), to: to! });
    expect(desk.posts()).toMatchObject([{ text: '@ada@mastodon.example.net We are on it.', replyTo: root }]);
  });
});
