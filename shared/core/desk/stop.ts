/** A message that is nothing but a wish to be left alone. Whatever is said besides makes it something for a person. */
const STOP =
  /^\W*(?:(?:please|pls|bitte)\W+)?(?:stop(?:p|pp)?(?: it| this| (?:sending|writing|messaging|contacting)(?: (?:me|to me|us))?| all)?|unsubscribe(?: me)?|opt[- ]?out|end|quit|cancel|don'?t (?:reply|answer|write|message|contact)(?: (?:to )?me)?(?: again| any ?more)?|do not (?:reply|answer|write|message|contact)(?: (?:to )?me)?(?: again| any ?more)?|leave me alone|no more (?:messages|replies)|aufh(?:ö|oe)ren|abmelden|keine (?:nachrichten|antworten)(?: mehr)?|arr(?:ê|e)t(?:ez)?|d(?:é|e)sabonner|parar?|basta)(?:\W+(?:please|thanks|thank you|bitte))?\W*$/i;

/**
 * True of words with which somebody asks to hear nothing more from us (docs/rules.md, Stop). Names in front, as networks
 * put them, do not count. A sentence about something else that holds the word ("it stops when I log in") is none.
 */
export const asksToStop = (text: string): boolean =>
  STOP.test(
    text
      .replaceAll(/(?:^|\s)@[\w.@-]+/g, ' ')
      .replaceAll(/[‘’]/g, "'")
      .trim(),
  );
