import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type SiteObject = { key: string; body: string; headers: Record<string, string> };
// biome-ignore lint/suspicious/noExplicitAny: what goes over the wire is looked at from the outside, without our types.
type Wire = any;

/** Where the gateway keeps which clients it lets in. */
const DOOR = '/v2/apis/api/authorizers/authorizer';

/** AWS as far as the functions call it, over HTTP, with everything kept that was said to it. */
export async function fakeAws(secrets: (id: string) => string) {
  const objects = new Map<string, SiteObject>();
  const said = {
    /** Every object of the site, in each state that it was in. */
    puts: [] as SiteObject[],
    events: [] as { Source: string; DetailType: string; Detail: string }[],
    looks: [] as { QueueUrl: string; Entries: { Id: string; MessageBody: string; DelaySeconds: number }[] }[],
    reminders: [] as URLSearchParams[],
    storms: [] as string[],
    /** Every call, by the name of its operation. */
    operations: [] as string[],
  };
  let answerCalls: ((request: IncomingMessage, body: string, response: ServerResponse) => void) | undefined;

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const form = new URLSearchParams(body);
    const operation = target.split('.')[1] ?? form.get('Action');
    if (operation) said.operations.push(operation);
    if (target !== '') return response.end(JSON.stringify(called(target.split('.')[1] ?? '', JSON.parse(body))));
    if (form.has('Action')) return response.end(toldPeople(form));
    if (request.url?.startsWith('/bucket/')) return stored(request, body, response);
    if (request.url === DOOR) return response.end(JSON.stringify({ jwtConfiguration: { audience: ['console'] } }));
    if (answerCalls === undefined) return response.writeHead(404).end('nobody answers this here');
    return answerCalls(request, body, response);
  });

  function called(operation: string, input: Wire): object {
    switch (operation) {
      case 'PutEvents':
        said.events.push(...input.Entries);
        return { FailedEntryCount: 0, Entries: input.Entries.map(() => ({ EventId: 'e' })) };
      case 'SendMessage':
        said.storms.push(input.MessageBody);
        return { MessageId: 'm', MD5OfMessageBody: md5(input.MessageBody) };
      case 'SendMessageBatch':
        said.looks.push(input);
        return {
          Successful: input.Entries.map(({ Id, MessageBody }: Wire) => ({
            Id,
            MessageId: Id,
            MD5OfMessageBody: md5(MessageBody),
          })),
          Failed: [],
        };
      case 'GetSecretValue':
        return { SecretString: secrets(input.SecretId) };
      case 'ListUserPoolClients':
        return { UserPoolClients: [] };
      default:
        throw new Error(`nobody answers ${operation} here`);
    }
  }

  function toldPeople(form: URLSearchParams): string {
    const action = form.get('Action');
    if (action === 'Publish') said.reminders.push(form);
    const confirmed = '<Attributes><entry><key>SubscriptionsConfirmed</key><value>1</value></entry></Attributes>';
    const result = action === 'Publish' ? '<MessageId>m</MessageId>' : confirmed;
    return `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
  }

  function stored(request: IncomingMessage, body: string, response: ServerResponse) {
    const key = decodeURIComponent(new URL(request.url ?? '', 'http://s3').pathname.slice('/bucket/'.length));
    const before = objects.get(key);
    if (request.method === 'HEAD') return response.writeHead(before ? 200 : 404, before?.headers ?? {}).end();
    const kept = Object.entries(request.headers).filter(([name]) => /^(x-amz-meta-|content-type|cache-)/.test(name));
    const object = { key, body, headers: { ...(Object.fromEntries(kept) as Record<string, string>), etag: '"1"' } };
    objects.set(key, object);
    said.puts.push(object);
    return response.writeHead(200, { etag: '"1"' }).end();
  }

  const url = await listening(server);
  return {
    ...said,
    url,
    /** Who answers what is no call of AWS. */
    otherwise: (answer: typeof answerCalls) => {
      answerCalls = answer;
    },
  };
}

/** Every write to the table, as it goes over the wire. */
export type TableWrite = { operation: string; input: Wire };

/** What a batch puts, as if each item were put by itself. */
const singleWrites = (operation: string, input: Wire): TableWrite[] =>
  operation === 'BatchWriteItem'
    ? (Object.values(input.RequestItems).flat() as Wire[]).map(({ PutRequest }) => ({
        operation: 'PutItem',
        input: PutRequest,
      }))
    : [{ operation, input }];

/** A DynamoDB that keeps what was written to it, and every request, by its operation and key. */
export async function watchedDatabase() {
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => ReturnType<typeof createServer>;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  const writes: TableWrite[] = [];
  const operations: string[] = [];
  server.prependListener('request', (request: IncomingMessage) => {
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      operations.push(`${operation} ${askedOf(input)}`);
      if (/^(Put|Update|Delete|Transact|BatchWrite)/.test(operation)) writes.push(...singleWrites(operation, input));
    });
  });
  return { url: await listening(server), writes, operations };
}

/** The key of an item, or what a query asks for. */
function askedOf({ Key, Item, ExpressionAttributeValues = {} }: Wire): string {
  const { pk, sk } = Key ?? Item ?? {};
  const values = pk === undefined ? Object.values(ExpressionAttributeValues) : [pk, sk];
  return values.map((value: Wire) => value.S ?? value.N).join(' ');
}

const md5 = (body: string): string => createHash('md5').update(body).digest('hex');

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
