import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** One thing that is kept, `where` for people: an item, a message, an object, a file. */
export type Kept = { where: string; text: string };

const dynalite: (options: { path: string }) => Server = createRequire(import.meta.url)('dynalite');
const nobody = { region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/**
 * All that a local system keeps in its data folder, once it has ended: every item of its tables, every message and object
 * of its queues and buckets, and every file, logs and what lies outside included. Of a table it is what is there now; of
 * queues and buckets also what was deleted, as far as nothing else lies in its place yet.
 */
export async function everythingKept(dataDir: string): Promise<Kept[]> {
  const tables = path.join(dataDir, 'cloud', 'dynamodb');
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => !file.startsWith(tables));
  const kept = files.flatMap((file) => [
    { where: file, text: readable(readFileSync(file)) },
    ...(file.endsWith('.db') ? rowsOf(file) : []),
  ]);
  return [
    ...(await itemsOf(tables)),
    ...kept.map(({ where, text }) => ({ where: path.relative(dataDir, where), text })),
  ];
}

async function itemsOf(folder: string): Promise<Kept[]> {
  const server = dynalite({ path: folder });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    ...nobody,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const items: Kept[] = [];
  for (const TableName of (await client.send(new ListTablesCommand({}))).TableNames ?? [])
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      for (const item of Items.map((one) => unmarshall(one)))
        items.push({ where: `${item.pk} ${item.sk}`, text: JSON.stringify(item) });
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return items;
}

function rowsOf(file: string): Kept[] {
  const database = new DatabaseSync(file);
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => ({ where: `${file} ${name}`, text: Object.values(row).map(readable).join('\n') })),
  );
  database.close();
  return rows;
}

/** The text of a cell or file, unpacked if it is packed. */
function readable(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  const isPacked = value[0] === 0x1f && value[1] === 0x8b;
  return Buffer.from(isPacked ? gunzipSync(value) : value).toString('latin1');
}

/** True if `text` holds `word` as it is, in an address of the web, or in base64. */
export function holds(text: string, word: string): boolean {
  const spelled = [word, encodeURIComponent(word), ...[0, 1, 2].map((before) => inBase64(word, before))];
  return spelled.some((one) => text.toLowerCase().includes(one.toLowerCase()));
}

/** What of `word` shows in base64 whatever stands around it, with so many bytes before it in its group of three. */
function inBase64(word: string, before: number): string {
  const whole = Buffer.from(' '.repeat(before) + word).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  return whole.replace(/=+$/, '').slice(first, -1);
}
