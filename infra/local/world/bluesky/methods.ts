import type { FaultBox } from '../faulty/fault-box.ts';
import type { NetworkRequest } from '../networks/network.ts';
import type { BlueskyAccount } from './account.ts';
import { accountNotFound, broken, deactivated, invalid, invalidSwap, takenDown, wrongPassword } from './answers.ts';
import { cidOf } from './cid.ts';
import type { BlueskyLasting, BlueskyStruck } from './faults.ts';
import { asked, bodyOf, limitIn, placeIn, textIn, type Write, writeIn } from './input.ts';
import { type Method, procedure, query } from './method.ts';
import { checkPost } from './post-record.ts';
import { isTid } from './record-key.ts';
import type { Repo } from './repo.ts';
import type { Sessions, Tokens } from './sessions.ts';

const POST = 'app.bsky.feed.post';
const [SERVER, REPO, IDENTITY] = ['com.atproto.server', 'com.atproto.repo', 'com.atproto.identity'];

/** What a PDS can be asked, as far as somebody who posts asks it. */
export function methodsOf(
  account: BlueskyAccount,
  sessions: Sessions,
  repo: Repo,
  faults: FaultBox<BlueskyStruck, BlueskyLasting>,
  record: (fact: { type: 'handle'; handle: string; at: string }) => void,
): Readonly<Record<string, Method>> {
  const isGone = (nowMs: number) => faults.condition('account-gone', nowMs) !== undefined;
  const isDeactivated = (nowMs: number) => faults.condition('account-deactivated', nowMs) !== undefined;
  const handleIs = (name: string, nowMs: number) =>
    name.toLowerCase() === account.handle && !faults.condition('handle-gone', nowMs);
  const isOurs = (name: string, nowMs: number) => name === account.did || handleIs(name, nowMs);

  const described = (nowMs: number) => ({
    did: account.did,
    handle: handleIs(account.handle, nowMs) ? account.handle : 'handle.invalid',
    email: 'status@example.com',
    emailConfirmed: true,
    active: !isDeactivated(nowMs),
    ...(isDeactivated(nowMs) && { status: 'deactivated' }),
  });
  const session = (tokens: Tokens, nowMs: number) => ({ ...tokens, ...described(nowMs) });

  function signIn(request: NetworkRequest, nowMs: number) {
    const body = bodyOf(request);
    const [identifier, password] = [textIn(body, 'identifier'), textIn(body, 'password')];
    return () => {
      const known = isOurs(identifier, nowMs) && !isGone(nowMs);
      if (!known || password !== account.appPassword) throw wrongPassword();
      return session(sessions.begin(nowMs), nowMs);
    };
  }

  /** Whoever writes: signed in, and as an account that is here and may. */
  function writer(name: string, nowMs: number): void {
    if (!isOurs(name, nowMs)) throw accountNotFound();
    if (isGone(nowMs)) throw takenDown();
    if (isDeactivated(nowMs)) throw deactivated();
  }

  function written(write: Write, rkey: string, nowMs: number) {
    const { collection } = write;
    const value = checked(write, rkey);
    const cid = cidOf(value);
    const standing = repo.get(collection, rkey);
    const known = { uri: repo.uri(collection, rkey), cid };
    const validationStatus =
      write.validate === false ? {} : { validationStatus: collection === POST ? 'valid' : 'unknown' };
    if (standing?.cid === cid) return { ...known, ...validationStatus };
    if (write.swapRecord !== undefined && (write.swapRecord ?? undefined) !== standing?.cid) {
      throw invalidSwap(standing?.cid);
    }
    repo.put(collection, rkey, value, nowMs);
    return { ...known, commit: repo.commit(nowMs), ...validationStatus };
  }

  function put(request: NetworkRequest, nowMs: number) {
    sessions.check(request.headers.authorization, nowMs);
    const body = bodyOf(request);
    const rkey = textIn(body, 'rkey');
    const write = writeIn(body);
    cidOf(write.record);
    return () => {
      writer(write.repo, nowMs);
      return written(write, rkey, nowMs);
    };
  }

  function create(request: NetworkRequest, nowMs: number) {
    sessions.check(request.headers.authorization, nowMs);
    const write = writeIn(bodyOf(request));
    cidOf(write.record);
    return () => {
      writer(write.repo, nowMs);
      const rkey = write.rkey ?? repo.nextKey(nowMs);
      checked(write, rkey);
      // The real one trips over its own table here.
      if (repo.get(write.collection, rkey)) throw broken();
      const { swapRecord: _, ...unconditional } = write;
      return written(unconditional, rkey, nowMs);
    };
  }

  function remove(request: NetworkRequest, nowMs: number) {
    sessions.check(request.headers.authorization, nowMs);
    const body = bodyOf(request);
    const rkey = textIn(body, 'rkey');
    const { repo: name, collection } = placeIn(body);
    return () => {
      writer(name, nowMs);
      const standing = repo.get(collection, rkey);
      if (!standing) return {};
      if (typeof body.swapRecord === 'string' && body.swapRecord !== standing.cid) throw invalidSwap(standing.cid);
      repo.delete(collection, rkey, nowMs);
      return { commit: repo.commit(nowMs) };
    };
  }

  function get(request: NetworkRequest, nowMs: number) {
    const want = (name: string) => asked(request, `${REPO}.getRecord`, name);
    const [name, collection, rkey] = [want('repo'), want('collection'), want('rkey')];
    return () => {
      if (!isOurs(name, nowMs) || isGone(nowMs)) throw invalid('Could not locate record');
      const kept = repo.get(collection, rkey);
      const uri = repo.uri(collection, rkey);
      if (!kept || (request.query.cid !== undefined && request.query.cid !== kept.cid)) {
        throw invalid(`Could not locate record: ${uri}`, 'RecordNotFound');
      }
      return { uri, cid: kept.cid, value: kept.value };
    };
  }

  function list(request: NetworkRequest, nowMs: number) {
    const nsid = `${REPO}.listRecords`;
    const [name, collection] = [asked(request, nsid, 'repo'), asked(request, nsid, 'collection')];
    const { cursor, reverse } = request.query;
    const limit = limitIn(request, nsid);
    return () => {
      if (!isOurs(name, nowMs) || isGone(nowMs)) throw invalid(`Could not find repo: ${name}`);
      const all = reverse === 'true' ? repo.list(collection).toReversed() : repo.list(collection);
      const isAfter = (rkey: string) => cursor === undefined || (reverse === 'true' ? rkey > cursor : rkey < cursor);
      const page = all.filter(([rkey]) => isAfter(rkey)).slice(0, limit);
      const last = page.at(-1)?.[0];
      const records = page.map(([, { uri, cid, value }]) => ({ uri, cid, value }));
      return { records, ...(last !== undefined && { cursor: last }) };
    };
  }

  function resolve(request: NetworkRequest, nowMs: number) {
    const handle = asked(request, `${IDENTITY}.resolveHandle`, 'handle');
    if (!isHandle(handle)) {
      throw invalid(`Invalid ${IDENTITY}.resolveHandle params: Invalid handle (got "${handle}")`);
    }
    return () => {
      if (!handleIs(handle, nowMs)) throw invalid('Unable to resolve handle', 'HandleNotFound');
      return { did: account.did };
    };
  }

  function rename(request: NetworkRequest, nowMs: number) {
    sessions.check(request.headers.authorization, nowMs);
    const handle = textIn(bodyOf(request), 'handle').toLowerCase();
    return () => {
      if (!isHandle(handle)) throw invalid('Input/handle must be a valid handle', 'InvalidHandle');
      record({ type: 'handle', handle, at: new Date(nowMs).toISOString() });
      return {};
    };
  }

  function describe(request: NetworkRequest, nowMs: number) {
    const name = asked(request, `${REPO}.describeRepo`, 'repo');
    return () => {
      if (!isOurs(name, nowMs)) throw invalid(`Could not find repo for DID: ${name}`, 'RepoNotFound');
      if (isGone(nowMs)) throw invalid(`Repo has been takendown: ${account.did}`, 'RepoTakendown');
      const handleIsCorrect = handleIs(account.handle, nowMs);
      const { did, handle } = described(nowMs);
      const didDoc = { id: did, alsoKnownAs: [`at://${account.handle}`] };
      return { handle, did, didDoc, collections: repo.collections(), handleIsCorrect };
    };
  }

  const signedIn = (does: (nowMs: number) => unknown) => (request: NetworkRequest, nowMs: number) => {
    sessions.check(request.headers.authorization, nowMs);
    if (isGone(nowMs)) throw takenDown();
    return () => does(nowMs);
  };

  const refresh = ({ headers }: NetworkRequest, nowMs: number) => {
    return () => {
      if (isGone(nowMs)) throw takenDown();
      return session(sessions.refreshed(headers.authorization, nowMs), nowMs);
    };
  };

  const signOut =
    ({ headers }: NetworkRequest, nowMs: number) =>
    () =>
      sessions.end(headers.authorization, nowMs);

  return {
    [`${SERVER}.createSession`]: procedure('sign-in', signIn),
    [`${SERVER}.refreshSession`]: procedure('other', refresh),
    [`${SERVER}.deleteSession`]: procedure('other', signOut),
    [`${SERVER}.getSession`]: query(signedIn(described)),
    [`${REPO}.putRecord`]: procedure('post', put, 2),
    [`${REPO}.createRecord`]: procedure('post', create, 3),
    [`${REPO}.deleteRecord`]: procedure('other', remove, 1),
    [`${REPO}.getRecord`]: query(get),
    [`${REPO}.listRecords`]: query(list),
    [`${REPO}.describeRepo`]: query(describe),
    [`${IDENTITY}.resolveHandle`]: query(resolve),
    [`${IDENTITY}.updateHandle`]: procedure('other', rename),
  };
}

const isHandle = (name: string): boolean =>
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name);

/** The record with its type. Throws the PDS's refusal of one that is not what it says, or under a key that is none. */
function checked({ collection, record, validate }: Write, rkey: string): Record<string, unknown> {
  const { $type = collection } = record;
  if ($type !== collection) throw invalid(`Invalid $type: expected ${collection}, got ${$type}`);
  const value = { ...record, $type };
  if (validate === false || collection !== POST) return value;
  if (!isTid(rkey)) throw invalid(`Invalid record key for ${collection}: Invalid TID string (got "${rkey}") at $`);
  checkPost(value);
  return value;
}
