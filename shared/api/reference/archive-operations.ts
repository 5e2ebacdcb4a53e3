import * as archive from '../../contract/archive-schemas.ts';
import { get, type Operation } from './operation.ts';

/** Everything that cannot be computed again, out of a system and into another. */
export const ARCHIVE_OPERATIONS: readonly Operation[] = [
  get(
    '/v1/archive',
    'Everything that cannot be computed again, in pages; that it was taken is noted',
    archive.archivePage,
    ['invalid-request'],
    {
      permission: 'administer',
      query: {
        after: 'The `next` of the page before',
        people: '`true` for those who can be reached too, and how far each was told; `false` if it is not said',
      },
    },
  ),
  {
    method: 'post',
    path: '/v1/archive',
    summary:
      'Add part of an export, while everything is frozen; what is there stays, so doing it again changes nothing',
    permission: 'administer',
    body: archive.archiveBody,
    answers: { 200: { is: 'All of it is there', schema: archive.archiveAdded } },
    problems: ['not-frozen', 'log-differs'],
  },
  get(
    '/v1/archive/keys',
    'The keys by which subscribers and monitors are known; that they were taken is noted',
    archive.archiveKeys,
    [],
    { permission: 'administer' },
  ),
  {
    method: 'put',
    path: '/v1/archive/keys',
    summary: 'Put the keys of an export in the place of those that are there, while everything is frozen',
    permission: 'administer',
    body: archive.archiveKeysBody,
    answers: { 200: { is: 'Read by every function within five minutes', schema: archive.archiveKeysReplaced } },
    problems: ['not-frozen'],
  },
];
