import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { until } from './until.ts';

/** True if moto, another's model of AWS (Python, 5.x), is on this machine. The project stands without it. */
export const hasMoto = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

// What the command line asks and moto does not model, and a stand-in of ours does (aws-stand-in.ts):
// - Lambda GetAccountSettings: how many functions may run at once;
// - SES v2 GetAccount: the sandbox; CloudFront's refusal of an account that is not verified;
// - CloudFormation of CloudFront, HTTP APIs, GlobalTable, Cognito and secrets, its events, and termination protection;
// - credentials that are wrong or have expired, and policies: everybody may do everything there.

/** A moto of its own on a free port. */
export async function startMoto() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const run = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  await until('moto answers', () =>
    fetch(`${url}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    url,
    env: { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'moto', AWS_SECRET_ACCESS_KEY: 'moto' },
    stop: () => {
      const ended = new Promise((done) => run.once('close', done));
      run.kill();
      return ended;
    },
  };
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
