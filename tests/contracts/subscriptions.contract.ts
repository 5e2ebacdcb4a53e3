import { describe, expect, it } from 'vitest';
import type { MailSubscriptions } from '../../shared/ports/people.ts';

/** The subscriptions of a new topic, and what their owners have been sent and may do. */
export type MakeSubscriptions = () => Promise<{
  subscriptions: MailSubscriptions;
  /** The token in the newest mail that asks the owner of `mail`. */
  tokenTo: (mail: string) => string;
}>;

/** What subscriptions by mail must do, wherever they are kept. */
export function subscriptionsContract(make: MakeSubscriptions) {
  describe('a subscription by mail', () => {
    it('stands once its owner has confirmed it, under the name that it had from the start', async () => {
      const { subscriptions, tokenTo } = await make();
      const name = await subscriptions.ask('ada', 'ada@example.com', false);
      expect((await subscriptions.standing()).confirmed).not.toContain(name);
      expect(await subscriptions.confirm(tokenTo('ada@example.com'))).toBe(name);
      expect((await subscriptions.standing()).confirmed).toContain(name);
    });

    it('is the same if its owner is asked again, and is refused for somebody else', async () => {
      const { subscriptions } = await make();
      const name = await subscriptions.ask('ada', 'ada@example.com', false);
      expect(await subscriptions.ask('ada', 'ada@example.com', false)).toBe(name);
      await expect(subscriptions.ask('bob', 'ada@example.com', false)).rejects.toThrow('different attributes');
      await expect(subscriptions.ask('ada', 'ada@example.com', true)).rejects.toThrow('different attributes');
    });

    it('is confirmed by its token alone, and once', async () => {
      const { subscriptions, tokenTo } = await make();
      await subscriptions.ask('ada', 'ada@example.com', false);
      expect(await subscriptions.confirm('a token that nobody was sent')).toBeUndefined();
      await subscriptions.confirm(tokenTo('ada@example.com'));
      expect(await subscriptions.confirm(tokenTo('ada@example.com'))).toBeUndefined();
    });

    it('ends, and ending it again, or one that waits, is no error', async () => {
      const { subscriptions, tokenTo } = await make();
      const name = await subscriptions.ask('ada', 'ada@example.com', false);
      await subscriptions.end(name);
      await subscriptions.ask('ada', 'ada@example.com', false);
      await subscriptions.confirm(tokenTo('ada@example.com'));
      for (const _twice of [1, 2]) await subscriptions.end((await standing(subscriptions)) ?? name);
      expect(await standing(subscriptions)).toBeUndefined();
    });
  });
}

const standing = async (subscriptions: MailSubscriptions): Promise<string | undefined> =>
  [...(await subscriptions.standing()).confirmed].find((name) => !name.endsWith(':inbox'));
