/**
 * What a reader runs on a machine of their own, with Node and nothing else: it is shown on `/proof`, and a test runs it as
 * it stands there. At most forty lines, so that whoever runs it has read it.
 */
export const PROOF_RECIPE = `import { createHash } from 'node:crypto';

const text = await (await fetch(process.argv[2])).text();
const lines = text.split('\\n').filter(Boolean).map((line) => JSON.parse(line));

// RFC 8785: the names of each object in order, and no spaces.
const canonical = (value) => {
  if (Array.isArray(value)) return \`[\${value.map(canonical)}]\`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.keys(value).filter((name) => value[name] !== undefined).sort();
  return \`{\${fields.map((name) => \`\${JSON.stringify(name)}:\${canonical(value[name])}\`)}}\`;
};
const sha256 = (value) => createHash('sha256').update(canonical(value)).digest('hex');

const removed = lines.filter((line) => line.kind === 'redaction').map((line) => line.corrects);
let before = null;
for (const [index, line] of lines.entries()) {
  const { hash, salt, title, message, workaround, ...body } = line;
  const faults = [];
  if (body.seq !== index + 1) faults.push(\`is number \${body.seq} where \${index + 1} belongs\`);
  if (body.prev !== before) faults.push('does not point at the line before it');
  if (sha256(body) !== hash) faults.push('was changed');
  if (salt === undefined || message === undefined) {
    if (!removed.includes(body.seq)) faults.push('has lost its text, and no line says why');
  } else if (sha256({ salt, title, message, workaround }) !== body.contentHash) {
    faults.push('has a text that was changed');
  }
  console.log(\`entry \${body.seq} \${faults.join(', ') || 'holds'}, hash \${hash}\`);
  if (faults.length > 0) process.exitCode = 1;
  before = hash;
}
`;
