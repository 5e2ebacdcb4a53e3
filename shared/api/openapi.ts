import * as z from 'zod';
import { PROMISE_NAMES } from '../core/entry.ts';
import {
  channelBody,
  correctionBody,
  freezeBody,
  holdBody,
  maintenanceUpdateBody,
  mergeBody,
  openBody,
  postmortemBody,
  previewBody,
  redactionBody,
  reopenBody,
  resolveBody,
  retractBody,
  scheduleBody,
  updateBody,
} from './schemas.ts';

type Schema = z.ZodType;

const finding = z.object({
  rule: z.string(),
  level: z.enum(['hint', 'ask']),
  field: z.string(),
  quote: z.string(),
  reason: z.string(),
  suggestion: z.string().optional(),
  accept: z
    .object({ field: z.string(), value: z.string() })
    .optional()
    .describe('What to set which field of the same body to, where one tap can do it'),
});

const instantText = z.string().describe('An ISO 8601 instant in UTC');
const channelMode = z.enum(['off', 'shadow', 'live']);

const apologyIfSilent = z
  .union([
    z.object({
      at: instantText.describe('The first moment at which it may go out'),
      slips: z.array(z.object({ seq: z.int(), promise: z.enum(PROMISE_NAMES), at: instantText })),
      last: z.boolean().describe('True if the pipeline says nothing more after it'),
      texts: z.object({
        site: z.object({ text: z.string() }),
        x: z.union([
          z.object({
            mode: channelMode,
            text: z.string(),
            weight: z.int(),
            limit: z.int(),
            reply: z.boolean().describe('True if it answers our post before it'),
          }),
          z.object({ mode: channelMode, notPosted: z.string().describe('Why X gets no apology') }),
        ]),
      }),
    }),
    z.object({
      quiet: z
        .enum(['frozen', 'restricted', 'too-old', 'silence-ended'])
        .describe('Why nothing goes out by itself although a time has passed'),
      readyText: z.string().optional().describe('What a person may post instead'),
    }),
  ])
  .describe(
    'What goes out by itself if nobody speaks, word for word. In GET of one incident and in the preview; absent while no promise stands.',
  );

const jsonSchema = (schema: Schema) => z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const idempotency = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same on every attempt at one command; a repeated one gets the first answer. Made for you if missing.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of the state that you have seen. If somebody has posted since, the answer is 412 and nothing changes.',
  schema: { type: 'string' },
};

const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

const incidentAnswer = (description: string) => ({
  description,
  headers: { ETag: { description: 'Of the incident as it is now', schema: { type: 'string' } } },
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Incident' } } },
});

function command(summary: string, body: Schema, onIncident: boolean) {
  return {
    post: {
      summary,
      parameters: [...(onIncident ? [idParameter, ifMatch] : []), idempotency],
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } },
      responses: {
        201: incidentAnswer('Said, and on its way to every channel'),
        ...(onIncident ? { 200: incidentAnswer('It was so already; nothing changed') } : {}),
        400: problemResponse('invalid-json'),
        ...(onIncident ? { 404: problemResponse('incident-not-found') } : {}),
        409: problemResponse('incident-not-open, already-open, still-open'),
        ...(onIncident ? { 412: problemResponse('changed-meanwhile: with currentEtag and entriesSince') } : {}),
        413: problemResponse('body-too-large'),
        415: problemResponse('not-json'),
        422: problemResponse(
          'invalid-request, promise-in-the-past, promise-too-far, no-such-entry, idempotency-key-reused, lint-asks: with findings',
        ),
      },
    },
  };
}

const listParameters = (open: string) => [
  { name: 'open', in: 'query', description: open, schema: { type: 'string', enum: ['true'] } },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
  { name: 'after', in: 'query', description: 'The `next` of the page before', schema: { type: 'string' } },
];

const switching = (summary: string, body: Schema, parameters: object[] = []) => ({
  put: {
    summary,
    parameters,
    requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } },
    responses: { 200: { description: 'How it is switched now' }, 422: problemResponse('invalid-request') },
  },
});

const rebuildAnswer = '{state: none|running|done, incidents, month?, doneAt?}';

/** The API as an OpenAPI 3.1 document, made of the very schemas that check the bodies. */
export function openApiDocument() {
  const incident = (summary: string, body: Schema) => command(summary, body, true);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Candor operations',
      version: '1',
      description: 'Times are ISO 8601 instants with a zone, or durations from acceptance such as PT45M.',
    },
    security: [{ token: [] }],
    paths: {
      '/v1/incidents': {
        ...command('Open an incident', openBody, false),
        get: {
          summary: 'List incidents, newest first',
          parameters: listParameters('Only those that are open'),
          responses: { 200: { description: '{incidents: [...], next?}' }, 422: problemResponse('invalid-request') },
        },
      },
      '/v1/incidents/{id}': {
        get: {
          summary: 'Read an incident with its promises, deliveries and reminders',
          parameters: [idParameter],
          responses: { 200: incidentAnswer('The incident'), 404: problemResponse('incident-not-found') },
        },
      },
      '/v1/incidents/{id}/updates': incident('Post an update', updateBody),
      '/v1/incidents/{id}/resolve': incident('Resolve', resolveBody),
      '/v1/incidents/{id}/reopen': incident('Reopen a resolved incident', reopenBody),
      '/v1/incidents/{id}/corrections': incident('Correct an earlier entry', correctionBody),
      '/v1/incidents/{id}/postmortem': incident('Publish the postmortem', postmortemBody),
      '/v1/incidents/{id}/retract': incident('Retract: opened in error', retractBody),
      '/v1/incidents/{id}/merge': incident('Merge into another incident', mergeBody),
      '/v1/incidents/{id}/redactions': incident('Redact the text of an entry', redactionBody),
      '/v1/preview': {
        post: {
          summary: 'What a command would say and promise, what speaks against it, and whether it would be refused',
          requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(previewBody) } } },
          responses: {
            200: {
              description:
                '{at, channels: {site: {title, text}, feed: {title, text}, x: {mode, text, weight, limit}}, promises, settles, apologyIfSilent?, findings, wouldBeRefused, advice?}; nothing is stored',
            },
            400: problemResponse('invalid-json'),
            415: problemResponse('not-json'),
            422: problemResponse('invalid-request'),
          },
        },
      },
      '/v1/eta-advice': {
        get: {
          summary: 'How much longer an open incident is likely to last, from history',
          parameters: [{ name: 'incident', in: 'query', required: true, schema: { type: 'string' } }],
          responses: {
            200: { description: 'P50, P80, P90 and P95 until resolved, what they rest on, and the own record' },
            404: problemResponse('incident-not-found'),
            409: problemResponse('incident-not-open'),
            422: problemResponse('invalid-request'),
          },
        },
      },
      '/v1/incidents/{id}/hold': {
        post: {
          summary: 'Have the apology wait while you compose, once a silence',
          parameters: [idParameter],
          requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(holdBody) } } },
          responses: {
            200: { description: '{incident, holdUntil}' },
            404: problemResponse('incident-not-found'),
            409: problemResponse('held-before, incident-not-open'),
          },
        },
      },
      '/v1/maintenances': {
        ...command('Announce maintenance; into busy hours the answer carries a finding', scheduleBody, false),
        get: {
          summary: 'List maintenances by when they were announced, newest first',
          parameters: listParameters('What is to come, under way, or not confirmed'),
          responses: { 200: { description: '{maintenances: [...], next?}' }, 422: problemResponse('invalid-request') },
        },
      },
      '/v1/maintenances/{id}': {
        get: {
          summary: 'Read a maintenance with its promises, deliveries and reminders',
          parameters: [idParameter],
          responses: { 200: incidentAnswer('The maintenance'), 404: problemResponse('incident-not-found') },
        },
      },
      '/v1/maintenances/{id}/updates': incident(
        'Begin, extend, complete or cancel a maintenance',
        maintenanceUpdateBody,
      ),
      '/v1/control': {
        get: {
          summary: 'What is switched',
          responses: { 200: { description: 'Freeze, channel modes, and whether X takes posts' } },
        },
      },
      '/v1/site/rebuild': {
        post: {
          summary: 'Render the whole site again from the log, or go on with the rebuild that is under way',
          responses: { 202: { description: rebuildAnswer } },
        },
        get: { summary: 'How far the last rebuild has come', responses: { 200: { description: rebuildAnswer } } },
      },
      '/v1/freeze': switching('Stop or release all automated entries and posts', freezeBody),
      '/v1/channels/{channel}': switching('Switch a channel off, to shadow or live', channelBody, [
        { name: 'channel', in: 'path', required: true, schema: { type: 'string', enum: ['x'] } },
      ]),
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        Problem: jsonSchema(
          z.object({
            type: z.string(),
            title: z.string(),
            status: z.int(),
            detail: z.string(),
            errors: z
              .array(z.object({ field: z.string(), reason: z.string(), rule: z.string().optional() }))
              .optional(),
            findings: z.array(finding).optional(),
          }),
        ),
        Incident: {
          type: 'object',
          required: ['id', 'title', 'status', 'impact', 'components', 'entries', 'promises'],
          properties: { apologyIfSilent: { $ref: '#/components/schemas/ApologyIfSilent' } },
        },
        ApologyIfSilent: jsonSchema(apologyIfSilent),
      },
    },
  };
}
