import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { consoleOf } from './visitor.ts';

/** The console behind HTTP, as API Gateway hands it over, with a sign-in page that lets everybody in. */
export async function servedConsole() {
  let console_: ReturnType<typeof consoleOf> | undefined;
  const server = createServer(async (request, response) => {
    if (!console_) return;
    const { handler, grant, here } = console_;
    if (request.url?.startsWith('/oauth2/authorize')) {
      response.writeHead(302, { location: grant(`${here.opsUrl}${request.url}`) }).end();
      return;
    }
    const answer = (await handler(await eventOf(request), {} as Context)) as APIGatewayProxyStructuredResultV2;
    response
      .writeHead(answer.statusCode ?? 200, {
        ...(answer.headers as Record<string, string>),
        'set-cookie': answer.cookies ?? [],
      })
      .end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const opsUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  console_ = consoleOf({ opsUrl, signInUrl: opsUrl });
  return { ...console_, opsUrl, close: () => server.close() };
}

async function eventOf(request: IncomingMessage): Promise<APIGatewayProxyEventV2> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await text(request);
  const { cookie, ...headers } = request.headers;
  return {
    version: '2.0',
    rawPath: url.pathname,
    headers,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    ...(url.search === '' ? {} : { queryStringParameters: Object.fromEntries(url.searchParams) }),
    requestContext: { requestId: 'r', http: { method: request.method, path: url.pathname } },
    ...(body === '' ? {} : { body: Buffer.from(body).toString('base64') }),
    isBase64Encoded: body !== '',
  } as unknown as APIGatewayProxyEventV2;
}
