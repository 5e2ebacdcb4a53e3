import type { ComponentStatus } from '../core/entry.ts';
import { COMPONENT_WORDS } from './incident.ts';

/** What is said where somebody sets the status of a component and no words with it: no more than that. */
export const componentWords = (component: string, status: ComponentStatus) => ({
  title: `Problems with ${component}`,
  first: `We see a problem with ${component}: ${COMPONENT_WORDS[status].toLowerCase()}. We are looking into it.`,
  next:
    status === 'operational'
      ? `${component} is operational again, as far as we see. We keep watching it.`
      : `${component} is at ${COMPONENT_WORDS[status].toLowerCase()} now.`,
});
