import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Problem, type ProblemDocument } from '../contract/problem.ts';
import { refusalDocument } from '../contract/refusal-document.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { Refusal } from '../core/refusal.ts';
import { logger } from './logger.ts';

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
export type HttpResult = APIGatewayProxyStructuredResultV2;

/** The largest body that is read, in bytes (docs/rules.md, Limits of bodies). Texts are at most 5,000 characters. */
export const MAX_BODY_BYTES = 256 * 1024;

/** Of a value in the body of an answer: that is a string in what a function answers, so its quotes are written twice. */
export const bytesInAnswer = (value: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(value)));

export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResult => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** It quotes what was sent, which may be anything. */
const problem = (document: ProblemDocument, headers: Readonly<Record<string, string>> = {}): HttpResult =>
  json(document.status, plainParts(document).value, { 'content-type': 'application/problem+json', ...headers });

/** Answers a `Problem` or a `Refusal` as a problem document; anything else is our fault and says so without details. */
export const problemDocuments = (): MiddlewareObj<HttpEvent, HttpResult> => ({
  onError: (request) => {
    const { error } = request;
    if (error instanceof Problem) request.response = problem(error.document, error.headers);
    else if (error instanceof Refusal) request.response = problem(refusalDocument(error));
    else {
      logger.error('a request failed', error as Error);
      request.response = problem({
        type: 'internal-error',
        title: 'Something is wrong on our side',
        status: 500,
        detail: `Send it again with the same Idempotency-Key; nothing is posted twice. Request ${request.event.requestContext.requestId}.`,
      });
    }
  },
});

/** Answers HEAD as GET is answered, without the body: whoever only asks whether it changed needs no second set of routes. */
export const headAsGet = (): MiddlewareObj<HttpEvent, HttpResult, Error, Context, { isHead?: boolean }> => ({
  before: ({ event, internal }) => {
    const { http } = event.requestContext;
    internal.isHead = http.method === 'HEAD';
    if (internal.isHead) http.method = 'GET';
  },
  after: withoutBody,
  onError: withoutBody,
});

type Answering = { response: HttpResult | null | undefined; internal: { isHead?: boolean } };

function withoutBody({ response, internal }: Answering): void {
  if (response && internal.isHead) delete response.body;
}

/** The body as it was received: what an idempotency key stands for. `hint`: what to do about one that is too large. */
export function bodyText(
  event: HttpEvent,
  mostBytes = MAX_BODY_BYTES,
  hint = 'and a text has at most 5,000 characters',
): string {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (Buffer.byteLength(text) > mostBytes) {
    throw new Problem({
      type: 'body-too-large',
      title: 'The body is too large',
      status: 413,
      detail: `At most ${mostBytes / 1024} KB are read, ${hint}.`,
    });
  }
  return text;
}

/** The body as JSON. */
export function jsonBody(event: HttpEvent, mostBytes?: number, hint?: string): unknown {
  const text = bodyText(event, mostBytes, hint);
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type)) {
    throw new Problem({
      type: 'not-json',
      title: 'The body is not sent as JSON',
      status: 415,
      detail: `Send it with Content-Type: application/json${type ? ` (it came as ${type.slice(0, 80)})` : ''}.`,
    });
  }
  return parsedJson(text);
}

/** A text as JSON, whatever it was sent as. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem({
      type: 'invalid-json',
      title: 'The body is not valid JSON',
      status: 400,
      detail: `${(error as Error).message}.`,
    });
  }
}

/** The body of a call in which everything has a default: none at all is a whole request. */
export const optionalJsonBody = (event: HttpEvent): unknown => (bodyText(event) === '' ? {} : jsonBody(event));
