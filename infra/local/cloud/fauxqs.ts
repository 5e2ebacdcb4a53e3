import type http from 'node:http';
import { Readable } from 'node:stream';
import { buildApp } from 'fauxqs';
import { REGION } from './arn.ts';
import type { Call } from './gateway.ts';

// fauxqs exports neither its stores nor a way to run without listening on every interface, so the app is built from
// its parts. They are internal: the version is pinned, and the tests of SQS and S3 go through all that is used here.

/** A message as fauxqs keeps it. */
export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly messageAttributes: Record<string, { DataType: string; StringValue?: string }>;
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
  readonly approximateFirstReceiveTimestamp?: number;
}

/** A message as it is received. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  attributes: Record<string, string>;
  messages: StoredMessage[];
  delayedMessages: StoredMessage[];
  inflightMessages: Map<string, { message: StoredMessage }>;
  setAttributes(attributes: Record<string, string>): void;
  enqueue(message: StoredMessage): void;
  dequeue(
    max: number,
    visibilitySeconds: number | undefined,
    deadLetterQueue: (arn: string) => Queue | undefined,
  ): ReceivedMessage[];
  deleteMessage(receiptHandle: string): boolean;
  changeVisibility(receiptHandle: string, seconds: number): void;
  waitForMessages(seconds: number): Promise<void>;
  cancelWaiters(): void;
  persistence?: Persistence;
}

export interface SqsStore {
  persistence?: Persistence;
  createQueue(name: string, url: string, arn: string, attributes: Record<string, string>): Queue;
  getQueueByArn(arn: string): Queue | undefined;
  allQueues(): Iterable<Queue>;
}

export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly cacheControl?: string;
  readonly etag: string;
  readonly lastModified: Date;
  readonly metadata: Record<string, string>;
}

export interface S3Store {
  persistence?: Persistence;
  createBucket(name: string): void;
  hasBucket(name: string): boolean;
  /** Throws if there is no such bucket. */
  putObject(
    bucket: string,
    key: string,
    body: Buffer,
    contentType: string,
    metadata: Record<string, string>,
    system: { cacheControl?: string },
  ): StoredObject;
  /** Throws if there is no such object. */
  getObject(bucket: string, key: string): StoredObject;
  /** The same without reading the body from the disk. Throws if there is no such object. */
  headObject(bucket: string, key: string): Omit<StoredObject, 'body'>;
}

interface Persistence {
  db: { exec(sql: string): void };
  loadSqsAndSns(sqs: SqsStore, sns: object): void;
  loadS3(s3: S3Store): void;
  transaction(work: () => void): void;
  close(): void;
}

export interface Fauxqs {
  readonly sqs: SqsStore;
  readonly s3: S3Store;
  createMessage(body: string, delaySeconds: number): StoredMessage;
  /** Runs writes to queues as one: a crash in between undoes them together. */
  together<T>(work: () => T): T;
  /** Passes a call on to fauxqs; resolves once it is answered. */
  forward(call: Call, response: http.ServerResponse): Promise<void>;
  stop(): Promise<void>;
}

const internal = (file: string) => import(new URL(file, import.meta.resolve('fauxqs')).href);

/** SQS and S3 by fauxqs, on disk in two folders and never listening on a port. */
export async function startFauxqs(queueFolder: string, bucketFolder: string): Promise<Fauxqs> {
  const [{ SqsStore }, { SnsStore }, { S3Store }, { PersistenceManager }] = await Promise.all([
    internal('./sqs/sqsStore.js'),
    internal('./sns/snsStore.js'),
    internal('./s3/s3Store.js'),
    internal('./persistence.js'),
  ]);
  const [sqs, sns, s3] = [new SqsStore() as SqsStore, new SnsStore(), new S3Store() as S3Store];
  const queueFiles: Persistence = new PersistenceManager(queueFolder);
  const bucketFiles: Persistence = new PersistenceManager(bucketFolder);
  // The write-ahead log is in the kernel's hands before a call is answered, so a killed process loses nothing. Only a
  // power cut could; waiting for the disk on every message would cost milliseconds on each.
  for (const files of [queueFiles, bucketFiles]) files.db.exec('PRAGMA synchronous = NORMAL');

  // Whoever had received a message ended with the last process: it need not wait for its visibility timeout.
  queueFiles.db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  queueFiles.loadSqsAndSns(sqs, sns);
  sqs.persistence = queueFiles;
  for (const queue of sqs.allQueues()) queue.persistence = queueFiles;
  bucketFiles.loadS3(s3);
  s3.persistence = bucketFiles;

  const app = buildApp({
    logger: false,
    // biome-ignore lint/suspicious/noExplicitAny: the stores' own types are not exported.
    stores: { sqsStore: sqs, snsStore: sns, s3Store: s3 } as any,
    defaultRegion: REGION,
  });
  app.addHook('preClose', () => {
    queueFiles.close();
    bucketFiles.close();
  });
  await app.ready();

  return {
    sqs,
    s3,
    createMessage: (body, delaySeconds) =>
      (SqsStore as { createMessage(body: string, attributes: object, delay?: number): StoredMessage }).createMessage(
        body,
        {},
        delaySeconds || undefined,
      ),
    together(work) {
      let result: ReturnType<typeof work>;
      queueFiles.transaction(() => {
        result = work();
      });
      return result!;
    },
    forward(call, response) {
      const done = new Promise<void>((resolve) => response.once('close', resolve));
      app.server.emit('request', replayed(call, response), response);
      return done;
    },
    stop: () => app.close(),
  };
}

/** The request again, after its body was read to check the signature. */
function replayed(call: Call, response: http.ServerResponse): http.IncomingMessage {
  return Object.assign(Readable.from(call.body.length > 0 ? [call.body] : []), {
    method: call.method,
    url: call.url,
    headers: call.headers,
    rawHeaders: call.rawHeaders,
    httpVersion: '1.1',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    socket: response.socket,
    connection: response.socket,
  }) as unknown as http.IncomingMessage;
}
