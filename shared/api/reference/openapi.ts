import * as z from 'zod';
import { undocumented } from '../../contract/answer-parts.ts';
import { problem } from '../../contract/incident-answers.ts';
import type { Permission } from '../../core/roles.ts';
import { type Operation, problemsOf } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

const input = (schema: z.ZodType) => bare(z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }));
const output = (schema: z.ZodType) =>
  bare(z.toJSONSchema(schema, { io: 'output', target: 'draft-2020-12', override: withoutUndocumented }));

/** Takes out of an object what is for our own client alone. */
function withoutUndocumented({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
  if (!(zodSchema instanceof z.ZodObject)) return;
  const fields = Object.entries<z.ZodType>(zodSchema.shape);
  const inside = fields.filter(([, field]) => undocumented.has(field)).map(([name]) => name);
  for (const name of inside) delete jsonSchema.properties?.[name];
  if (jsonSchema.required) jsonSchema.required = jsonSchema.required.filter((name) => !inside.includes(name));
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The document says which dialect it is written in, once. */
const bare = ({ $schema: _dialect, ...schema }: Record<string, unknown>) => schema;

/** What somebody needs to be called with for each permission. */
const SCOPES: Readonly<Record<Permission, string>> = {
  read: 'candor/read',
  tend: 'candor/write',
  answer: 'candor/write',
  speak: 'candor/write',
  approve: 'candor/approve',
  decide: 'candor/approve',
  administer: 'candor/admin',
};

const header = (name: string, description: string, schema: object = { type: 'string' }) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});

const idempotencyKey = header(
  'Idempotency-Key',
  'The same on every attempt at one command; a repeated one gets the first answer. Made for you if missing.',
  { type: 'string', minLength: 1, maxLength: 255 },
);

const ifMatch = header(
  'If-Match',
  'The strong ETag of the state that you have seen. If somebody has posted since, the answer is 412 and nothing changes.',
);

const prefer = header(
  'Prefer',
  'With handling=strict, words that you said within the last ten minutes are asked about (422 lint-asks, rule said-before) instead of hinted at.',
);

const ifNoneMatch = header(
  'If-None-Match',
  'An ETag that you know: 304 while nothing was said since. What became of it on the channels may have changed.',
);

function parametersOf({ path, query = {}, takesIfMatch, takesKey, answers }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query',
    required: name === 'incident',
    description,
    schema: { type: 'string' },
  }));
  return [
    ...inPath,
    ...inQuery,
    ...(takesIfMatch ? [ifMatch] : []),
    ...(304 in answers ? [ifNoneMatch] : []),
    ...(takesKey ? [idempotencyKey, prefer] : []),
  ];
}

function responsesOf(operation: Operation): Record<string, object> {
  const good = Object.entries(operation.answers).map(([status, { is, schema, type }]) => [
    status,
    {
      description: is,
      ...(schema ? { content: { 'application/json': { schema: output(schema) } } } : {}),
      ...(type ? { content: { [type]: {} } } : {}),
    },
  ]);
  const byStatus = new Map<number, string[]>();
  for (const type of problemsOf(operation)) {
    const status = PROBLEM_TYPES[type]?.status ?? 500;
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  const bad = [...byStatus].map(([status, types]) => [
    String(status),
    {
      description: types.map((type) => `${type}: ${PROBLEM_TYPES[type]?.title}`).join('. '),
      content: {
        'application/problem+json': {
          schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { type: { enum: types } } }] },
        },
      },
    },
  ]);
  const unauthorised =
    operation.permission === undefined ? [] : [['401', { $ref: '#/components/responses/Unauthorised' }]];
  return Object.fromEntries([...good, ...unauthorised, ...bad]);
}

function described(operation: Operation): object {
  const { method, path, summary, permission, body, bodyOptional } = operation;
  return {
    operationId: `${method}-${path.replaceAll(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')}`,
    summary,
    security: permission === undefined ? [] : [{ signIn: [SCOPES[permission]] }],
    ...(parametersOf(operation).length === 0 ? {} : { parameters: parametersOf(operation) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: !bodyOptional, content: { 'application/json': { schema: input(body) } } } }),
    responses: responsesOf(operation),
  };
}

/** The API as an OpenAPI 3.1 document, made of the very schemas that check the bodies. */
export function openApiDocument() {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Candor operations',
      version: '1',
      description:
        'Times are ISO 8601 instants with a zone, or durations from acceptance such as PT45M. Errors are problem documents (RFC 9457) whose `type` says which; those of the gateway itself (401 without a token, 403 without any scope) have only a `message`. HEAD is answered wherever GET is. A body has at most 256 KB, a text 5,000 characters.',
    },
    servers: [{ url: '/', description: 'Where this document was read' }],
    paths,
    components: {
      securitySchemes: {
        signIn: {
          type: 'oauth2',
          description:
            'People have what the groups of the user pool give them; machines what their token was made for.',
          flows: {
            clientCredentials: {
              tokenUrl: '/oauth2/token',
              scopes: {
                'candor/read': 'Read',
                'candor/write': 'Speak to the public',
                'candor/approve': 'Decide drafts',
                'candor/admin': 'Switch channels, see the secrets of sources',
              },
            },
          },
        },
      },
      responses: {
        Unauthorised: {
          description:
            'No token, or one that has ended. The gateway answers before any of our code runs, so this is no problem document.',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
            },
          },
        },
      },
      schemas: { Problem: output(problem) },
    },
  };
}
