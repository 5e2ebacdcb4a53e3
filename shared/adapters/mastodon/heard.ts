import type { Heard } from '../../core/desk/mention.ts';
import type { Status } from './account.ts';
import { textIn } from './text-in.ts';

/** Somebody's word to us, as `GET /api/v1/notifications` tells it. */
export type Notification = { id: string; created_at: string; status?: Status };

/** What a status says to us (`us`: the id of our account). `thread`: who may read it, which is who may read our answer. */
export function statusHeard(status: Status, us: string): Heard {
  const { id, account, visibility = 'public', language } = status;
  const parent = status.in_reply_to_id ?? undefined;
  return {
    source: 'mastodon',
    theirs: id,
    author: { theirs: account?.id ?? '', handle: account?.acct ?? '' },
    text: textIn(status.content),
    at: new Date(status.created_at).toISOString(),
    summoned: true,
    direct: visibility === 'direct',
    thread: visibility,
    ...(parent !== undefined && { answers: { theirs: parent, ours: status.in_reply_to_account_id === us } }),
    ...(typeof language === 'string' && { language }),
  };
}
