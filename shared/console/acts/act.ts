import type { CallOptions, CandorClient } from '../../client/client.ts';
import type { Answered, ApiDraft, ApiIncident, PreviewCommand } from '../../client/types.ts';
import type { TemplateUse } from '../../wording/templates.ts';
import type { Filled } from '../filled.ts';
import type { FormContext } from '../form-context.ts';
import type { Html } from '../layout.ts';
import type { Submission } from '../submission.ts';

/** One thing that a person can say or do, as a form: its fields, how they are read, and what is called with them. */
export type Act<Here extends FormContext = FormContext> = {
  /** The last part of its address, and the id of its form. */
  name: string;
  heading: string;
  /** In one line: what this is for. */
  about?: string;
  button: string;
  /** What the button says instead, where what was filled in makes it do something else. */
  buttonFor?: (values: Filled['values']) => string | undefined;
  /** Which words to start from it offers. */
  templates?: TemplateUse;
  /** What the API's preview calls it; without it there is none. */
  preview?: PreviewCommand['command'];
  /** Of what cannot be undone: what is shown before the button that does it appears. */
  confirm?: (context: Here) => Html;
  /** The fields that show their own errors. */
  shown: readonly string[];
  /** Whether it can be done to an incident in this state. */
  fits: (incident: ApiIncident) => boolean;
  fields: (filled: Filled, context: Here) => Html;
  /** The body of the call. Throws `Unreadable` with every field that could not be understood. */
  body: (sent: Submission, context: Here) => object;
  send: (client: CandorClient, id: string, body: never, call: CallOptions) => Promise<Answered>;
  /** Of what can be kept for later: keeps it, to be posted by hand or at a time. */
  keep?: (client: CandorClient, id: string, body: never, at: string | undefined, call: CallOptions) => Promise<Kept>;
};

type Kept = { draft: ApiDraft };

/** Keeps the types of an act together while it is put into a list of them. */
export const act = <Here extends FormContext>(one: Act<Here>): Act => one as unknown as Act;
