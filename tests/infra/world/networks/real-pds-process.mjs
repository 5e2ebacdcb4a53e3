import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Runs the PDS of Bluesky's own makers, as installed in the folder that it is given, on a free port and with one account.
// It tells its parent where, and ends with it. Nothing of it leaves this machine. Plain JavaScript, because the Node for
// which that folder was installed may be another than ours.
const [folder] = process.argv.slice(2);

/** The directory of all accounts, which a PDS needs: here it believes whatever it is told. */
async function anyDirectory() {
  const told = new Map();
  const server = createServer(async (request, response) => {
    const did = decodeURIComponent(request.url?.split('/')[1] ?? '');
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request) body += chunk;
      told.set(did, JSON.parse(body));
      response.end('{}');
      return;
    }
    const operation = told.get(did);
    response.writeHead(operation ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(operation ? { id: did, alsoKnownAs: operation.alsoKnownAs } : {}));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

const freePort = async () => {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
};

const dataDir = mkdtempSync(join(tmpdir(), 'candor-real-pds-'));
process.on('disconnect', () => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit();
});
const directory = await anyDirectory();
const port = await freePort();
const where = createRequire(join(folder, 'anything.js')).resolve('@atproto/pds');
const { PDS, envToCfg, envToSecrets, readEnv } = await import(pathToFileURL(where).href);
const env = {
  ...readEnv(),
  ...{ port, hostname: 'localhost', devMode: true, inviteRequired: false, rateLimitsEnabled: true },
  ...{ dataDirectory: dataDir, blobstoreDiskLocation: join(dataDir, 'blobs'), didPlcUrl: directory.url },
  ...{ serviceHandleDomains: ['.test'], jwtSecret: 'ab'.repeat(16), adminPassword: 'admin' },
  plcRotationKeyK256PrivateKeyHex: '1'.repeat(64),
};
const pds = await PDS.create(envToCfg(env), envToSecrets(env));
await pds.start();
const server = `http://localhost:${port}`;

async function call(nsid, body, token) {
  const answer = await fetch(`${server}/xrpc/${nsid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const account = { handle: 'outages.test', email: 'status@example.com', password: 'the-password-of-the-account' };
const { accessJwt, did } = await call('com.atproto.server.createAccount', account);
const { password: appPassword } = await call('com.atproto.server.createAppPassword', { name: 'candor' }, accessJwt);
process.send({ server, did, identifier: account.handle, appPassword });
