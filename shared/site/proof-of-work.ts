import { TASK, TASK_ASKED_ANEW_MS } from '../core/subscribers/proof-of-work.ts';
import { FIELDS } from './follow/fields.ts';

/** Where the script, and the task that it solves, are served (the function of sign-up). */
export const WORK_PATHS = { script: '/s/proof.js', task: '/s/challenge' } as const;

/**
 * What solves the task of a form in the browser, and fills its proof in: ALTCHA's version 2 with PBKDF2 and SHA-256. What is
 * derived from nonce and number has to begin as the task says; the proof is base64 of `{challenge: {parameters, signature},
 * solution: {counter, derivedKey, time}}`. The browser derives beside the page, which stays as quick as it was. It begins at
 * once, and anew when somebody comes back to a form that stood open for long or that was sent; the age is counted from when the
 * task was asked for, because the clock of a browser may be wrong by hours. Whatever fails, the form goes without a proof.
 */
export const WORK_SCRIPT = `const bytes = hex => Uint8Array.from(hex.match(/../g), two => parseInt(two, 16)),
hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join(''),
solve = async ({ nonce, salt, cost, keyLength, keyPrefix }) => {
const start = performance.now(), front = bytes(nonce), password = new Uint8Array(front.length + 4), number = new DataView(password.buffer);
password.set(front);
for (let counter = 0; counter < ${TASK.tries}; counter++) {
number.setUint32(front.length, counter);
const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
const derivedKey = hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost }, key, keyLength * 8));
if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey, time: Math.round(performance.now() - start) }
}
throw 'unsolved'
};
export default form => {
let asked;
const begin = async () => {
if (Date.now() - asked < ${TASK_ASKED_ANEW_MS}) return;
asked = Date.now();
try {
const { parameters, signature } = await (await fetch('${WORK_PATHS.task}')).json();
form.elements.${FIELDS.proof}.value = btoa(JSON.stringify({ challenge: { parameters, signature }, solution: await solve(parameters) }))
} catch { asked = undefined }
};
form.addEventListener('focusin', begin);
form.addEventListener('submit', () => { asked = undefined });
begin()
}`;
