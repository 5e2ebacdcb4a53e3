// dynalite throws on anything that it does not expect, outside of any request that could be answered. In a thread of
// its own such a throw ends the thread; whoever started it answers what was open and starts another on the same files.
import { EventEmitter } from 'node:events';
import type http from 'node:http';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const dynalite: (options: object) => http.Server = createRequire(import.meta.url)('dynalite');

interface Question {
  readonly id: number;
  readonly target: string;
  readonly body: string;
}

export interface Answer {
  readonly id: number;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const server = dynalite({ path: workerData.path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });

/** The caller was proved and allowed at the gateway; dynalite only wants to see that there was a signature. */
const signed = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=verified',
  'x-amz-date': 'verified',
};

parentPort!.on('message', ({ id, target, body }: Question) => {
  const request = Object.assign(new EventEmitter(), {
    method: 'POST',
    url: '/',
    headers: { ...signed, 'x-amz-target': target },
  });
  const headers: Record<string, string> = {};
  const response = {
    statusCode: 200,
    setHeader(name: string, value: unknown) {
      headers[name.toLowerCase()] = String(value);
    },
    end(text: string | Buffer = '') {
      const answer: Answer = { id, status: response.statusCode, headers, body: String(text) };
      parentPort!.postMessage(answer);
    },
  };
  server.emit('request', request, response);
  request.emit('data', Buffer.from(body));
  request.emit('end');
});
