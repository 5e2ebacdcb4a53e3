import * as z from 'zod';
import { configSchema } from '../config/config-schema.ts';
import { statusChangeOpen, statusChangeUpdate } from '../contract/schemas.ts';

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
});
