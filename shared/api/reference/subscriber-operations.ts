import * as answers from '../../contract/subscriber-answers.ts';
import * as bodies from '../../contract/subscriber-schemas.ts';
import { get, type Operation } from './operation.ts';

const after = 'The `next` of the page before';

/** Those outside who asked to be told. */
export const SUBSCRIBER_OPERATIONS: readonly Operation[] = [
  get('/v1/subscribers', 'Who asked to be told, by channel', answers.subscriberList, ['invalid-request'], {
    query: {
      channel: '`mail` or `hooks`; mail if it is not said',
      state: '`pending`, `confirmed` or `quarantined`; all if it is not said',
      limit: 'How many, 1 to 1000; 100 if it is not said',
      after,
    },
  }),
  get('/v1/subscribers/count', 'How many there are, by kind and state', answers.subscriberCount, ['invalid-request'], {
    query: { after },
  }),
  get(
    '/v1/subscribers/export',
    'Everybody with all that is kept of them, in pages; that it was taken is noted',
    answers.subscriberList,
    ['invalid-request'],
    { permission: 'administer', query: { after } },
  ),
  {
    method: 'post',
    path: '/v1/subscribers/find',
    summary: 'Who has an address, and whether they left',
    permission: 'administer',
    body: bodies.findSubscriberBody,
    answers: { 200: { is: 'Whatever is known of it', schema: answers.subscriberFound } },
    problems: ['no-such-channel'],
  },
  {
    method: 'post',
    path: '/v1/subscribers',
    summary: 'Add somebody by mail who agreed elsewhere; whoever left is not brought back',
    permission: 'administer',
    body: bodies.subscriberBody,
    answers: {
      201: { is: 'Added; told of what is said from now on', schema: answers.subscriberPut },
      200: { is: 'There already, and unchanged', schema: answers.subscriberPut },
    },
    problems: ['subscriber-left', 'no-such-channel'],
  },
  {
    method: 'post',
    path: '/v1/subscribers/import',
    summary: 'Add many who agreed elsewhere, at most 1,000 in one call; doing it again changes nothing',
    permission: 'administer',
    body: bodies.importSubscribersBody,
    answers: { 200: { is: 'What came of each', schema: answers.subscribersImported } },
    problems: ['no-such-channel'],
  },
  {
    method: 'delete',
    path: '/v1/subscribers/{channel}/{id}',
    summary: 'Delete somebody with their address; that this id is gone is kept, so that no import brings them back',
    permission: 'administer',
    query: { reason: '`erased`, or `left` if they asked to be told no more; erased if it is not said' },
    answers: { 200: { is: 'Deleted, or gone before', schema: answers.subscriberGone } },
    problems: ['no-such-subscriber', 'invalid-request'],
  },
];
