import type { Ask } from '../../../shared/adapters/networks/asking.ts';
import type { PublishKeyedPorts } from '../../../shared/app/keyed/ports.ts';

/** Ways to build the same house wrongly, each known to double or to lose. A simulation that does not notice them proves nothing. */
const KEYED_VARIANTS = ['as built', 'text rendered anew per try', 'one key for ever', 'createRecord'] as const;

export type Variant = (typeof KEYED_VARIANTS)[number];

/** On which network a way to build it can be tried. */
const TRIED_ON: Readonly<Record<Variant, readonly string[]>> = {
  'as built': ['bluesky', 'mastodon'],
  'text rendered anew per try': ['bluesky', 'mastodon'],
  'one key for ever': ['mastodon'],
  createRecord: ['bluesky'],
};

/** The ways in which a house can be built on a network. */
export const variantsOn = (name: string): readonly Variant[] =>
  KEYED_VARIANTS.filter((variant) => TRIED_ON[variant].includes(name));

export function portsWith(ports: PublishKeyedPorts, variant: Variant): PublishKeyedPorts {
  const { channel, clock, is } = ports;
  switch (variant) {
    case 'as built':
    case 'createRecord':
      return ports;
    case 'text rendered anew per try':
      return {
        ...ports,
        channel: {
          ...channel,
          say: (post) =>
            channel.say({ ...post, text: `${post.text} (as of ${clock.now().slice(11, 19)})`, createdAt: clock.now() }),
        },
      };
    case 'one key for ever': {
      const { keyLivesMs: _lives, ...forEver } = is;
      return { ...ports, is: forEver };
    }
  }
}

/** A record without a name of its own is made as often as it is asked for. */
export const askWith =
  (variant: Variant) =>
  (ask: Ask): Ask =>
    variant !== 'createRecord'
      ? ask
      : (request) => {
          if (!request.url.includes('putRecord')) return ask(request);
          const { rkey: _key, swapRecord: _swap, ...body } = request.body as Record<string, unknown>;
          return ask({ ...request, url: request.url.replace('putRecord', 'createRecord'), body });
        };
