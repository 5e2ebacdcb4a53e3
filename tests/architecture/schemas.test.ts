import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { schemaDocuments } from '../../shared/api/schema-documents.ts';

it.each(Object.entries(schemaDocuments()))(
  '%s says what the code checks (npm run schemas writes it)',
  (file, schema) => {
    const stored = readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');
    expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(schema)));
  },
);
