import type http from 'node:http';
import type { Fauxqs, StoredObject } from './fauxqs.ts';
import { answerError, type Call, type Service } from './gateway.ts';

export type ObjectHead = Omit<StoredObject, 'body'>;

/** The object, or undefined. */
export function findObject({ s3 }: Fauxqs, bucket: string, key: string): StoredObject | undefined {
  try {
    return s3.getObject(bucket, key);
  } catch {
    return undefined;
  }
}

/** What is said of it beside its body, or undefined. */
export function findHead({ s3 }: Fauxqs, bucket: string, key: string): ObjectHead | undefined {
  try {
    return s3.headObject(bucket, key);
  } catch {
    return undefined;
  }
}

/**
 * S3 with conditional writes, which fauxqs lacks: `If-Match` and `If-None-Match: *` are checked here, and writes to
 * one object wait for each other, so nothing comes between the check and the write. `written` hears of each.
 */
export function s3Service(
  fauxqs: Fauxqs,
  written: (bucket: string, key: string) => void = () => {},
  lifecycleOf: (bucket: string) => LifecycleRule[] | undefined = () => undefined,
): Service {
  const lastWrite = new Map<string, Promise<void>>();

  const inTurn = async (object: string, write: () => Promise<void> | void) => {
    const before = lastWrite.get(object) ?? Promise.resolve();
    const mine = before.then(write);
    const settled = mine.catch(() => {});
    lastWrite.set(object, settled);
    await mine;
    if (lastWrite.get(object) === settled) lastWrite.delete(object);
  };

  return async (call, response) => {
    const { bucket, key } = objectOf(call);
    const rules = key || !/[?&]lifecycle\b/.test(call.url) ? undefined : lifecycleOf(bucket);
    if (rules && call.method === 'GET') return answerLifecycle(response, rules);
    if (!key) return fauxqs.forward(call, response);
    if (call.method === 'GET' || call.method === 'HEAD') {
      if (!findHead(fauxqs, bucket, key) && !mayList(call, bucket)) return answerHidden(call, response);
      return fauxqs.forward(call, response);
    }
    await inTurn(`${bucket}/${key}`, async () => {
      const refusal = conditionOf(call, findHead(fauxqs, bucket, key));
      if (refusal) return answerError(response, 's3', refusal.status, refusal.code, refusal.message);
      if (isPlainPut(call) && fauxqs.s3.hasBucket(bucket)) putPlain(fauxqs, call, response);
      else await fauxqs.forward(call, response);
      written(bucket, key);
    });
  };
}

/** A rule of a bucket as the template has it. Nothing expires here; whoever asks is told what would. */
export type LifecycleRule = {
  Id?: string;
  Status: string;
  NoncurrentVersionExpiration?: { NoncurrentDays: number };
};

function answerLifecycle(response: http.ServerResponse, rules: LifecycleRule[]): void {
  const rule = ({ Id = '', Status, NoncurrentVersionExpiration: old }: LifecycleRule) =>
    `<Rule><ID>${Id}</ID><Filter/><Status>${Status}</Status>${old ? `<NoncurrentVersionExpiration><NoncurrentDays>${old.NoncurrentDays}</NoncurrentDays></NoncurrentVersionExpiration>` : ''}</Rule>`;
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`<LifecycleConfiguration>${rules.map(rule).join('')}</LifecycleConfiguration>`);
}

/** What a put may say for itself; whatever else it says is left to fauxqs. */
const plainHeaders =
  /^(host|content-(type|length)|cache-control|if-(none-)?match|x-amz-(date|content-sha256|security-token|user-agent|meta-.+)|amz-sdk-.+|x-amzn-trace-id|authorization|user-agent|connection|accept.*|expect)$/;

const isPlainPut = ({ method, url, headers }: Call): boolean =>
  method === 'PUT' &&
  // The SDK names its operation in the query; anything else there asks for something else than a put.
  /^[^?]*(\?x-id=PutObject)?$/.test(url) &&
  Object.keys(headers).every((name) => plainHeaders.test(name));

/** Publishing is little but puts; past fauxqs's web server each costs half as much. */
function putPlain({ s3 }: Fauxqs, call: Call, response: http.ServerResponse): void {
  const { bucket, key } = objectOf(call);
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.headers)) {
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = String(value);
  }
  const { 'content-type': type = 'application/octet-stream', 'cache-control': cacheControl } = call.headers;
  const { etag } = s3.putObject(bucket, key, call.body, type, metadata, cacheControl ? { cacheControl } : {});
  response.writeHead(200, { etag, 'content-length': 0 }).end();
}

function objectOf({ url }: Call): { bucket: string; key: string } {
  const [, bucket = '', ...rest] = new URL(url, 'http://gateway').pathname.split('/');
  return { bucket, key: decodeURIComponent(rest.join('/')) };
}

const mayList = (call: Call, bucket: string) =>
  call.mayAlso({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` });

/** Whoever may not list a bucket is not told whether an object is missing or forbidden. */
function answerHidden(call: Call, response: http.ServerResponse): void {
  if (call.method === 'HEAD') response.writeHead(403).end();
  else answerError(response, 's3', 403, 'AccessDenied', 'Access Denied');
}

function conditionOf({ headers }: Call, existing: ObjectHead | undefined) {
  const [ifMatch, ifNoneMatch] = [headers['if-match'], headers['if-none-match']];
  const failed = {
    status: 412,
    code: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
  };
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    return { status: 501, code: 'NotImplemented', message: 'A write can only be conditional on If-None-Match: *' };
  }
  if (ifNoneMatch && existing) return failed;
  if (ifMatch && !existing) return { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' };
  const bare = (etag: string) => etag.replaceAll('"', '');
  if (ifMatch && existing && ifMatch !== '*' && bare(ifMatch) !== bare(existing.etag)) return failed;
  return undefined;
}
