import * as z from 'zod';
import { configSchema } from '../config/config-schema.ts';
import { statusChangeOpen, statusChangeUpdate } from '../contract/schemas.ts';
import { ticketMessageBody, ticketStateBody } from '../contract/ticket-schemas.ts';

/** The JSON Schemas that are kept as files, by their path. `npm run schemas` writes them; a test compares them. */
export const schemaDocuments = (): Record<string, object> => ({
  'docs/candor.config.schema.json': {
    title: 'candor.config.json',
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }),
  },
  'docs/candor.status-change.schema.json': {
    title: 'The detail of a candor.status-change event',
    description: 'Without `incident` it opens one; with it, it updates that one. With `actor` it speaks for a person.',
    oneOf: [statusChangeUpdate, statusChangeOpen].map((schema) => {
      const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
      return rest;
    }),
  },
  'docs/candor.tickets.schema.json': {
    title: 'What a ticket system sends to POST /tickets',
    description: 'What a customer wrote, or, with `state`, how support says that a case stands.',
    oneOf: [ticketMessageBody, ticketStateBody].map((schema) => {
      const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
      return rest;
    }),
  },
});
