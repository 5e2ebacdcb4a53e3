import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { ConsolePatience } from '../../functions/console/request.ts';
import { consoleOf } from './visitor.ts';

type Served = Awaited<ReturnType<typeof servedConsole>>;

export type { Served };

/** The console over the real API in memory, for a browser: on a port of its own, with a sign-in that asks nothing. */
export async function servedConsole(patience?: ConsolePatience) {
  let answering: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => undefined;
  const server = createServer((request, response) => void answering(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const console_ = consoleOf({ opsUrl: url, signInUrl: url }, patience);

  answering = async (request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', url);
    if (pathname === '/oauth2/authorize') {
      response.writeHead(303, { location: console_.grant(`${url}${request.url}`) }).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { cookie, ...headers } = request.headers;
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: pathname,
      rawQueryString: search.slice(1),
      headers,
      cookies: cookie?.split('; ') ?? [],
      ...(search === '' ? {} : { queryStringParameters: Object.fromEntries(searchParams) }),
      requestContext: { requestId: 'r', http: { method: request.method, path: pathname } },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks).toString('base64') }),
      isBase64Encoded: chunks.length > 0,
    } as unknown as APIGatewayProxyEventV2;
    const answer = await console_.handler(event, {} as Context);
    const cookies = answer.cookies ?? [];
    response.writeHead(answer.statusCode ?? 200, {
      ...(answer.headers as Record<string, string>),
      ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    });
    response.end(answer.body);
  };

  return {
    ...console_,
    url,
    end: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
