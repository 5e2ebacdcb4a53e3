import { KEYS_NAME, KEYS_SCRIPT } from '../../../shared/console/desk/keys-script.ts';
import { type Answer, answers } from '../answer.ts';
import type { ConsoleRequest } from '../request.ts';
import { incident, tellBack, toldBack } from './incident.ts';
import { mention, move, person } from './mention.ts';
import { queue } from './queue.ts';
import { decide, propose, templates } from './templates.ts';

/** The script of an older page is not there any more: it does without. */
const script = async ({ event, ports }: ConsoleRequest): Promise<Answer> => {
  const served = answers(ports.here.signInUrl).script(KEYS_SCRIPT);
  return event.pathParameters?.name === KEYS_NAME ? served : { ...served, statusCode: 404, body: '' };
};

/** Every page and form of the desk, each a function from request to answer. */
export const deskAnswers = {
  queue,
  mention,
  move,
  person,
  script,
  templates,
  propose,
  decide,
  incident,
  tellBack,
  toldBack,
};

export { answeredIn, haveTold, toldBackCard } from './incident.ts';
