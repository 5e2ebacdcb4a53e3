import { randomUUID } from 'node:crypto';
import vm from 'node:vm';
import type { Resource } from './template.ts';

type Values = Record<string, { value: string; multiValue?: { value: string }[] }>;

export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Values;
  readonly headers: Values;
  readonly cookies: Values;
}

export interface EdgeResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: Values;
  readonly body?: string | { readonly data: string; readonly encoding?: string };
}

/** Runs a function at the edge; a viewer-request function gives a request to go on with or a response. */
export type EdgeFunction = (
  event: 'viewer-request' | 'viewer-response',
  request: EdgeRequest,
  response?: EdgeResponse,
) => Promise<EdgeRequest | EdgeResponse>;

/** Prepares the code of an `AWS::CloudFront::Function`, in a context of its own, without Node's globals. */
export function edgeFunction({ id, type, properties }: Resource): EdgeFunction {
  const runtime = properties.FunctionConfig?.Runtime;
  if (runtime !== 'cloudfront-js-2.0')
    throw new Error(`${id} (${type}): the property FunctionConfig.Runtime ${runtime} is not modelled`);
  const context = vm.createContext(
    { console: { log() {}, error() {} } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  vm.runInContext(properties.FunctionCode, context, { filename: `${id}.js`, timeout: 1_000 });
  // The event crosses as text, so the function never holds an object of this process.
  const run: (event: string) => unknown = vm.runInContext('(event) => handler(JSON.parse(event))', context);

  return async (eventType, request, response) => {
    const event = {
      version: '1.0',
      context: { distributionDomainName: 'localhost', distributionId: 'local', eventType, requestId: randomUUID() },
      viewer: { ip: '127.0.0.1' },
      request,
      ...(response ? { response } : {}),
    };
    const result = await run(JSON.stringify(event));
    if (result === null || typeof result !== 'object')
      throw new Error(`${id}: the function returned neither request nor response`);
    return JSON.parse(JSON.stringify(result));
  };
}

/** Header names and values as functions at the edge see them. */
export function edgeValues(entries: Iterable<readonly [string, string | string[] | undefined]>): Values {
  const values: Values = {};
  for (const [name, value] of entries) {
    if (value !== undefined) values[name.toLowerCase()] = { value: [value].flat().join(', ') };
  }
  return values;
}
