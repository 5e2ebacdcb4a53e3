import { languageOf } from '../wording/languages/shipped.ts';
import { type Voice, voiceOf } from '../wording/sentences.ts';
import { config } from './config.ts';

/**
 * How this house speaks: the language, the style and the sentences of its own that its config names. For those that wire
 * a process together; everybody else is handed a voice.
 */
export const spoken: Voice = voiceOf(languageOf(config.brand.language), config.apology.style, config.wording);
