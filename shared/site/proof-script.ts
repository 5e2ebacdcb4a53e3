import type { SiteFile } from '../ports/site-store.ts';
import { namedScript } from './named-script.ts';

/**
 * What "Check it in your browser" does: fetches the log of the page's incident, as anybody can, hashes every line again and
 * says line by line what holds. It asks nobody else, and runs only once somebody presses the button. Its sentences come
 * from the button's `data-` attributes.
 */
const SCRIPT = `const canonical = value => Array.isArray(value) ? '[' + value.map(canonical) + ']' : value === null || typeof value != 'object' ? JSON.stringify(value) : '{' + Object.keys(value).filter(name => value[name] !== undefined).sort().map(name => JSON.stringify(name) + ':' + canonical(value[name])) + '}';
const sha256 = async value => [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(value))))].map(byte => byte.toString(16).padStart(2, '0')).join('');
export default async button => {
const say = button.dataset, found = document.querySelector('#checked') ?? document.createElement('section');
found.id = 'checked';
found.setAttribute('role', 'status');
found.textContent = say.working;
document.querySelector('main').after(found);
try {
const answer = await fetch(say.log, { cache: 'no-cache' });
if (!answer.ok) throw 0;
const lines = (await answer.text()).split('\\n').filter(Boolean).map(line => JSON.parse(line)), removed = lines.filter(line => line.kind == 'redaction').map(line => line.corrects), rows = [];
let before = null, broken = 0;
for (const [index, { hash, salt, title, message, workaround, ...body }] of lines.entries()) {
const faults = [];
body.seq == index + 1 || faults.push(say.place);
body.prev === before || faults.push(say.link);
await sha256(body) == hash || faults.push(say.hash);
if (salt === undefined || message === undefined) removed.includes(body.seq) || faults.push(say.gone);
else await sha256({ salt, title, message, workaround }) == body.contentHash || faults.push(say.text);
broken += faults.length > 0;
rows.push(body.seq + '. ' + (faults.join(', ') || (message === undefined ? say.removed : say.holds)) + ' ' + hash);
before = hash
}
const list = document.createElement('ol'), head = document.createElement('p'), seen = lines[say.seq - 1]?.hash == say.head;
head.textContent = (broken ? say.broken : say.sound).replace('{}', broken || lines.length) + ' ' + (seen ? say.same : say.other);
list.append(...rows.map(text => Object.assign(document.createElement('li'), { textContent: text })));
found.replaceChildren(head, list)
} catch {
found.textContent = say.cannot
}
}`;

const FILE = namedScript('proof', SCRIPT);

export const PROOF_SCRIPT_KEY = FILE.key;

export const proofScriptFile = (): SiteFile => FILE;
