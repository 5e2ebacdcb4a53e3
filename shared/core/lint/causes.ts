import { sentencesOf } from '../recogniser/sentences.ts';
import type { Remark, Rule } from './finding.ts';
import { straight } from './phrases.ts';

const CAUSE =
  /\b(?:due to|caused by|because of|as a result of|results? from|resulting from|stems? from|traced (?:back )?to|triggered by|(?:root )?cause (?:is|was)(?! (?:not|still|un|being)))\b/i;

/** A sentence that says that the cause is not known names none. */
const OPEN_QUESTION =
  /n't\b|\b(?:not|unknown|unclear|whether|if it|possible|suspect|may be|might be|looking for|investigating (?:the|what))\b|\?/i;

/** Before the cause is identified, naming one is a guess that has to be taken back. */
export const causeTooEarly: Rule = ({ texts, status }) => {
  if (status !== 'investigating') return [];
  return texts.flatMap(({ field, text }) =>
    sentencesOf(straight(text)).flatMap((sentence): Remark[] => {
      const match = CAUSE.exec(sentence.text);
      if (!match || OPEN_QUESTION.test(sentence.text)) return [];
      const from = sentence.from + match.index;
      return [
        {
          rule: 'cause-while-investigating',
          field,
          quote: text.slice(from, sentence.from + sentence.text.length),
          reason: 'names a cause while the status says that we are still looking for it',
          suggestion: 'Say what fails; name the cause from status identified on.',
        },
      ];
    }),
  );
};
