import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { RootConstruct } from 'constructs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, buildFunctions } from '../../../infra/build.ts';

const run = promisify(execFile);
const functionsDirectory = path.join(import.meta.dirname, 'fixtures', 'functions');
const credentials = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

let outputDirectory: string;
let bundle: Bundle;
beforeAll(async () => {
  outputDirectory = mkdtempSync(path.join(tmpdir(), 'candor-dist-'));
  [bundle] = (await buildFunctions({ functionsDirectory, outputDirectory: path.join(outputDirectory, 'first') })) as [
    Bundle,
  ];
});
afterAll(() => rmSync(outputDirectory, { recursive: true, force: true }));

describe('a bundle', () => {
  it('is the same bytes whenever the source is the same, so that an unchanged function is not deployed again', async () => {
    const again = path.join(outputDirectory, 'second');
    await buildFunctions({ functionsDirectory, outputDirectory: again });
    const files = readdirSync(bundle.directory);
    expect(readdirSync(path.join(again, 'command'))).toEqual(files);
    for (const file of files)
      expect(digest(path.join(again, 'command', file))).toBe(digest(path.join(bundle.directory, file)));
  });

  it('that has not changed is not written again, and what does not belong to it is taken away', async () => {
    const file = path.join(bundle.directory, 'index.mjs');
    const stray = path.join(bundle.directory, 'old-chunk.mjs');
    const before = statSync(file, { bigint: true });
    writeFileSync(stray, '');
    await buildFunctions({ functionsDirectory, outputDirectory: path.dirname(bundle.directory) });
    expect(statSync(file, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
    expect(readdirSync(bundle.directory)).toContain('index.mjs');
    expect(readdirSync(bundle.directory)).not.toContain('old-chunk.mjs');
  });

  it('signs with the credentials that Lambda puts into the environment', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers);
      response.end(
        JSON.stringify({ MessageId: '1', MD5OfMessageBody: createHash('md5').update('look').digest('hex') }),
      );
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await invoke(
      { queueUrl: `${url}/000000000000/look` },
      { ...credentials, AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-west-1' },
    );
    server.close();
    expect(asked).toHaveLength(1);
    expect(asked[0]!.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sqs\/aws4_request/);
    expect(asked[0]!['x-amz-security-token']).toBe('token');
  });

  it('says what is missing when there are no credentials, and asks no metadata service', async () => {
    const event = { queueUrl: 'http://127.0.0.1:9/000000000000/look' };
    const failure = await invoke(event, { AWS_REGION: 'eu-west-1' }).catch(
      (problem: { stderr: string }) => problem.stderr,
    );
    expect(failure).toContain('No AWS credentials in the environment');
  });

  it('leaves out the credential chain that Lambda has no use for', () => {
    const source = readFileSync(path.join(bundle.directory, 'index.mjs'), 'utf8');
    expect(source.includes('AssumeRoleWithWebIdentity')).toBe(false);
    expect(source.includes('process.getBuiltinModule')).toBe(true);
  });

  it('uses CommonJS packages that ask for modules of Node, and has nothing to warn of', async () => {
    const { stdout, stderr } = await invoke({ text: 'pipeline' }, {});
    expect(JSON.parse(stdout)).toBe(new RootConstruct('pipeline').node.addr);
    expect(stderr).toBe('');
  });

  it('logs a failure with the line of the source, and of what caused it, and has Lambda told the same', async () => {
    const { logs, thrown } = await failing({});
    expect(logs.error.stack).toMatch(/asked to fail\n.*command\/handler\.ts:18:/);
    expect(logs.error.cause.stack).toMatch(/because\n.*command\/handler\.ts:18:/);
    expect(thrown).toMatch(/Error: asked to fail\n.*command\/handler\.ts:18:/);
  });

  it('does so for what is loaded when it is used, which lies in a file of its own', async () => {
    expect(readdirSync(bundle.directory).filter((name) => /^late-\w+\.mjs$/.test(name))).toHaveLength(1);
    const { logs } = await failing({ late: true });
    expect(logs.error.stack).toMatch(/asked to fail late\n.*command\/late\.ts:3:/);
  });

  it('logs a failure as it comes where there is no source map', async () => {
    const map = path.join(bundle.directory, 'index.mjs.map');
    const kept = readFileSync(map);
    rmSync(map);
    const { logs } = await failing({}).finally(() => writeFileSync(map, kept));
    expect(logs.error.stack).toMatch(/asked to fail\n.*index\.mjs:\d+:\d+/);
  });
});

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** What an invocation that fails logs, and what Node says of the error that came out of it. */
async function failing(event: unknown) {
  const { stderr } = (await invoke(event, {}).catch((problem) => problem)) as { stderr: string };
  const line = stderr.split('\n').find((one) => one.startsWith('{'))!;
  return { logs: JSON.parse(line), thrown: stderr.replace(line, '') };
}

/** Invokes the bundle in a process of its own that has only the given environment, as in Lambda. */
const invoke = (event: unknown, environment: Record<string, string>) =>
  run(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { handler } = await import(${JSON.stringify(path.join(bundle.directory, 'index.mjs'))}); console.log(JSON.stringify(await handler(${JSON.stringify(event)}, {})))`,
    ],
    { env: environment },
  );
