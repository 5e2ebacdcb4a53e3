import { answerError, answerJson, type Service } from './gateway.ts';
import type { Properties } from './template.ts';

/** Calls of `cognito-idp` by the names of their operations. */
export type Calls = Readonly<Record<string, (input: Properties) => object>>;

/** What Cognito says no with. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const refused = (code: string, message: string) => new Refused(code, message);

/** Answers these calls as Cognito does, and says so of what is not modelled. */
export const serviceOf =
  (calls: Calls): Service =>
  ({ operation, body }, response) => {
    const call = calls[operation];
    if (call === undefined)
      return answerError(response, 'cognito-idp', 400, 'UnknownOperationException', `${operation} is not modelled`);
    try {
      answerJson(response, call(JSON.parse(body.toString())));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answerError(response, 'cognito-idp', 400, error.code, error.message);
    }
  };
