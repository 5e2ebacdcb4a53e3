import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
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
    for (const file of ['index.mjs', 'index.mjs.map'])
      expect(digest(path.join(again, 'command', file))).toBe(digest(path.join(bundle.directory, file)));
  });

  it('that has not changed is not written again, and what does not belong to it is taken away', async () => {
    const file = path.join(bundle.directory, 'index.mjs');
    const stray = path.join(bundle.directory, 'old-chunk.mjs');
    const before = statSync(file, { bigint: true });
    writeFileSync(stray, '');
    await buildFunctions({ functionsDirectory, outputDirectory: path.dirname(bundle.directory) });
    expect(statSync(file, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
    expect(readdirSync(bundle.directory).toSorted()).toEqual(['index.mjs', 'index.mjs.map']);
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

  it('weighs a post without the warning of a deprecated module', async () => {
    const { stdout, stderr } = await invoke({ text: 'see https://example.com/a/very/long/address for more' }, {});
    expect(JSON.parse(stdout)).toBe('see '.length + 23 + ' for more'.length);
    expect(stderr).toBe('');
  });

  it('names the line of the source when it fails', async () => {
    const failure = await invoke({}, {}).catch((problem: { stderr: string }) => problem.stderr);
    expect(failure).toMatch(/asked to fail[\s\S]*handler\.ts:7/);
  });
});

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Invokes the bundle in a process of its own that has only the given environment, as in Lambda. */
const invoke = (event: unknown, environment: Record<string, string>) =>
  run(
    process.execPath,
    [
      '--enable-source-maps',
      '--input-type=module',
      '--eval',
      `const { handler } = await import(${JSON.stringify(path.join(bundle.directory, 'index.mjs'))}); console.log(JSON.stringify(await handler(${JSON.stringify(event)})))`,
    ],
    { env: environment },
  );
