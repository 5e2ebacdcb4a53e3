import type { Method, Route } from '@middy/http-router';
import { acceptImport, dropImport } from '../api/imports.ts';
import type { ImportPorts } from '../app/import.ts';
import { type HttpEvent, type HttpResult, json, jsonBody } from './http.ts';

type Handle = (event: HttpEvent) => Promise<HttpResult>;

/** What can be done with incidents that another system told. */
export function importRoutes(ports: ImportPorts): Route<HttpEvent, HttpResult>[] {
  const route = (method: Method, path: string, handler: Handle): Route<HttpEvent, HttpResult> => ({
    method,
    path,
    handler,
  });
  return [
    route('GET', '/v1/imports', async () => json(200, { imports: await ports.imports.all() })),
    route('PUT', '/v1/imports/{id}', async (event) => {
      const { status, body } = await acceptImport(ports, idOf(event), jsonBody(event));
      return json(status, body);
    }),
    route('DELETE', '/v1/imports/{id}', async (event) => json(200, await dropImport(ports, idOf(event)))),
  ];
}

const idOf = ({ pathParameters }: HttpEvent): string => pathParameters?.id ?? '';
