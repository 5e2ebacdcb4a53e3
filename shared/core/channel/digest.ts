import { hashOf } from '../chain.ts';

/** A text as it is compared: channels join white space, and may normalise letters. */
export const comparable = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

/** What tells a text from others without keeping it, alike for what was sent and what is read back. */
export const digestOf = (text: string): string => hashOf({ text: comparable(text) }).slice(0, 16);
