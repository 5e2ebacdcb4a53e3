/** How a reader checks that nothing was changed: on each incident's page, and at length on `/proof`. */
export const PROOF = {
  title: 'Check that nothing was changed',
  text: 'Every statement carries the hash of the one before it. The newest one here:',
  head: (seq: number, hash: string) => `entry ${seq}, hash ${hash}`,
  button: 'Check it in your browser',
  how: 'How to check it on your own machine, and what that proves',
  log: 'The log of this incident',
};

/** What the check in the browser says; `{}` is a number. */
export const CHECK = {
  working: 'Hashing the log …',
  holds: 'holds:',
  removed: 'holds; its text was removed, as a later entry says:',
  place: 'is not in its place',
  link: 'does not point at the entry before it',
  hash: 'was changed',
  gone: 'has lost its text, and no entry says why',
  text: 'has a text that was changed',
  sound: 'All {} entries hold together.',
  broken: '{} entries do not hold.',
  same: 'The newest hash on this page is among them.',
  other: 'The newest hash on this page is not among them.',
  cannot: 'The log could not be read or hashed here. Try it again, or follow the way on the page about the proof.',
};

/** The page about the proof. */
export const PROOF_PAGE = {
  title: 'How to check what we said',
  intro:
    'Each incident is a chain: every entry names the hash of the entry before it. Whoever changes, drops, inserts or moves one has to change all that follow.',
  recipe: 'On your own machine',
  run: 'Save this as check.mjs. With Node 20 or newer, run: node check.mjs followed by the address of a log, which each incident’s page links to.',
  fields: 'What is hashed',
  fieldsText: [
    'The log has one JSON object a line, oldest first. Take the fields hash, salt, title, message and workaround out of a line. What is left, as canonical JSON (RFC 8785) in UTF-8, has the SHA-256 that the field hash names, in hex.',
    'The field prev is the hash of the line before, null in the first; seq counts from 1 without a gap.',
    'The text is hashed apart: an object of those of salt, title, message and workaround that the line has, again as canonical JSON, has the SHA-256 that contentHash names. The salt is 128 random bits, so that a text that was removed cannot be guessed from its hash.',
    'Where a text was removed, these four are gone and the hashes stay; a line of kind redaction says so, and its field corrects names which.',
    'The field privateHash stands for what stays in the house, such as who spoke. It cannot be checked from outside.',
  ],
  proves: 'What it proves, and what not',
  provesText: [
    'That the log is the one whose newest hash you know: no entry of it was changed, dropped, inserted or moved since that hash was made.',
    'Not that it is true, and not that nothing was left unsaid.',
    'A log that is rewritten from its first line fits together again. It then differs from every hash that others hold: the last post on X about an incident ends with the beginning of one, and each item of our JSON Feed carries its own. Keep one of these, and compare.',
  ],
};
