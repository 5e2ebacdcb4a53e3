import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Libraries know a server by its host alone: an address of its own for one that lies below a path of the world. */
export async function atRoot(server: string): Promise<string> {
  const { port, pathname } = new URL(server);
  const proxy = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const passed = ask({ host: '127.0.0.1', port, method, headers, path: pathname + url }, (told) => {
      answer.writeHead(told.statusCode!, told.headers);
      told.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void proxy.close());
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
