// Writes the JSON Schemas that editors and other systems read, from the schemas that the code checks with.
import { readFileSync, writeFileSync } from 'node:fs';
import { schemaDocuments } from '../shared/api/schema-documents.ts';

let changed = 0;
for (const [file, schema] of Object.entries(schemaDocuments())) {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === text) continue;
  writeFileSync(file, text);
  changed += 1;
  console.error(`wrote ${file}`);
}
console.log(changed === 0 ? 'nothing to write: the schemas are as the code has them' : `${changed} written`);
