import { type OwnWords, type TemplateName, wordsFor } from '../../core/desk/template.ts';
import { type SentenceName, sentenceOf, type Voice } from '../sentences.ts';
import type { Said } from './slots.ts';

/** What a house decides about the words of its desk. */
export type DeskVoice = {
  voice: Voice;
  /** Words of the config and those that were approved, for one component or region, or for all. */
  own: readonly OwnWords[];
  region?: string | undefined;
  /** Other ways to us than the one on which we are asked, as people call them. */
  ways: readonly string[];
  /** When somebody reads messages, as people say it; undefined where no hours are set. */
  hours: string | undefined;
  /** Where the house says what it does with what people write; X asks for it in a message that goes out by itself. */
  privacy: string | undefined;
};

const SENTENCE_OF: Readonly<Record<TemplateName, SentenceName>> = {
  'ack-known': 'desk-ack-known',
  'ack-unknown': 'desk-ack-unknown',
  thanks: 'desk-thanks',
  'to-private': 'desk-to-private',
  receipt: 'desk-receipt',
  solved: 'desk-solved',
  correction: 'desk-correction',
};

/**
 * An answer in the words of a template, with what our page says now. `turn`: how many answers came before it; each takes the
 * next variant, so that ten people do not read one text. Of a private message `case` names it.
 */
export function wordedForDesk(
  desk: DeskVoice,
  name: TemplateName,
  said: Said,
  { turn, case: of = '', inPublic = true }: { turn: number; case?: string; inPublic?: boolean },
): string {
  const { voice, own, region, ways } = desk;
  const ours = voice.sentences[SENTENCE_OF[name]];
  const variants = wordsFor(name, { component: said.component, region }, own, ours);
  const places: Readonly<Record<string, string>> = { ...said.slots, case: of };
  const text = (variants[turn % variants.length] ?? '').replaceAll(
    /\{(\w+)\}/g,
    (brace, place) => places[place] ?? brace,
  );
  const behind =
    name === 'to-private' && ways.length > 0 && inPublic
      ? [sentenceOf(voice, 'desk-ways', { ways: ways.join(', ') })]
      : [];
  return [text.trim(), ...behind].join(' ');
}

/**
 * The receipt of a private message: which case it is, when somebody reads it, that we write again once it is over, and how
 * to hear no more. Of a restricted incident (`plainly`) or without one, nothing of what it is about.
 */
export function wordedReceipt(
  desk: DeskVoice,
  said: Said,
  of: { turn: number; case: string; plainly: boolean },
): string {
  const { voice, hours, privacy } = desk;
  const { components } = said.slots;
  return [
    wordedForDesk(desk, 'receipt', said, of),
    hours === undefined
      ? sentenceOf(voice, 'desk-receipt-read-any')
      : sentenceOf(voice, 'desk-receipt-read', { hours }),
    ...(of.plainly ? [] : [sentenceOf(voice, 'desk-receipt-back', { components })]),
    ...(privacy === undefined ? [] : [privacy]),
    sentenceOf(voice, 'desk-receipt-stop'),
  ].join(' ');
}
