/**
 * What X asks for, in thousandths of a dollar: X's own table of 2026-08-22 (docs.x.com, x-api/getting-started/pricing), in
 * which reads are charged by what is returned and everything else by request.
 *
 * That those who come along as `expansions` are charged as users follows from the words "per resource returned in the
 * response" and is said nowhere for them: it is the dearer reading. What an answer with an address costs is not said either;
 * the dearer of the two prices is taken.
 */
export const PRICES = {
  'mention-read': 1,
  'own-post-read': 1,
  'post-read': 5,
  'user-read': 10,
  'message-read': 10,
  'counts-request': 5,
  post: 15,
  'post-with-address': 200,
  reply: 10,
  'message-sent': 15,
  deletion: 10,
} as const;

export type Priced = keyof typeof PRICES;
