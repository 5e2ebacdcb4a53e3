import * as z from 'zod';

/** What of an answer the document leaves out: our own client reads it, and it may change without notice. */
export const undocumented = z.registry();

/** A copy, so that the same schema may be documented elsewhere. */
export const inside = <Schema extends z.ZodType>(schema: Schema): Schema => {
  const copy = schema.clone();
  undocumented.add(copy);
  return copy;
};

/** An object that may say more one day; what it says today is all that is to be read from it. */
export const open = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape) as unknown as z.ZodObject<Shape>;

/** The compiler knows more of these than the document says. */
export const known = <Known>(schema: z.ZodType) => schema as z.ZodType<Known>;

export const list = <Schema extends z.ZodType>(one: Schema) => known<readonly z.output<Schema>[]>(z.array(one));

export const instant = z.iso.datetime();
