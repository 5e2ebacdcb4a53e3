/** What this function was told about its surroundings. A missing variable is named at the cold start, not at 3 a.m. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`The environment variable ${name} is missing: the stack has to give it to this function.`);
  return value;
}
