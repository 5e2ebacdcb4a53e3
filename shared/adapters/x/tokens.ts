import * as z from 'zod';
import type { XTokens } from './guarded-call.ts';

const tokensSchema = z.object({
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  accessToken: z.string().min(1),
  accessSecret: z.string().min(1),
});

/** The app’s own bearer token beside them; empty where nobody has connected one. */
export function appBearerIn(text: string | undefined): string {
  const found = z.object({ bearer: z.string() }).safeParse(JSON.parse(text || '{}'));
  return found.success ? found.data.bearer : '';
}

/** Tokens from JSON text. `what` names the source in errors; its value is never part of one: errors are logged. */
export function xTokensIn(text: string | undefined, what: string): XTokens {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    throw new Error(`${what} is not JSON; it must hold appKey, appSecret, accessToken and accessSecret`);
  }
  const tokens = tokensSchema.safeParse(json);
  if (tokens.success) return tokens.data;
  const wrong = tokens.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Error(`${what} lacks ${wrong}`);
}
