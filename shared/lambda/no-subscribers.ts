import { Problem } from '../contract/problem.ts';

/** In the place of the key that ids are made with, where the config says nothing of mail: the stack has made none. */
export const noSubscribers = (): Promise<never> =>
  Promise.reject(
    new Problem({
      type: 'no-such-channel',
      title: 'Nobody is told by mail here',
      status: 404,
      detail: 'The config says nothing of "mail". Say there whom mails come from, and deploy. Nothing was changed.',
    }),
  );
