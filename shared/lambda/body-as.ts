import type * as z from 'zod';

type Schemas = typeof import('../contract/schemas.ts');

/**
 * A body as the schema of this name has it, or a `Problem` that names every field that is wrong. What reads bodies is
 * loaded with the first that comes: whoever only asks does not wait for it.
 */
export async function bodyAs<Name extends keyof Schemas & `${string}Body`>(
  name: Name,
  body: unknown,
): Promise<z.output<Schemas[Name]>> {
  const { parseBody, schemas } = await import('../api/says.ts');
  const schema: z.ZodType = schemas[name];
  return parseBody(schema, body) as z.output<Schemas[Name]>;
}
