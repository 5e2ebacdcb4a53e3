import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { openApiDocument } from './openapi.ts';
import { type Operation, problemsOf } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

const STYLE = `:root{color-scheme:light dark;--soft:light-dark(#555,#aaa);--line:light-dark(#ddd,#444)}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:3rem;font-size:1.1rem}h2 code{font-size:1rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9rem}
pre{overflow:auto;border:1px solid var(--line);border-radius:.5rem;padding:1rem;max-height:24rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
.soft{color:var(--soft)}nav li{margin:.2rem 0}`;

/** The only style that the page may have, as a source of its Content-Security-Policy. */
export const DOCS_STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** The reference as a page: the same document as `/openapi.json`, nothing from elsewhere and no script. */
export function docsPage(brand: string): string {
  const { info } = openApiDocument();
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of ${brand} operations</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>API of ${brand} operations</h1>
<p>${info.description}</p>
<p>For machines: <a href="/openapi.json">openapi.json</a>.</p>
<nav aria-label="Calls"><ul>${OPERATIONS.map((one) => html`<li><a href="#${anchor(one)}"><code>${one.method.toUpperCase()} ${one.path}</code></a> <span class="soft">${one.summary}</span></li>`)}<li><a href="#problems">Problems</a></li></ul></nav>
${OPERATIONS.map(section)}
<h2 id="problems">Problems</h2>
<table>
<thead><tr><th scope="col">type</th><th scope="col">status</th><th scope="col">what it means</th></tr></thead>
<tbody>${Object.entries(PROBLEM_TYPES)
    .toSorted(([, a], [, b]) => a.status - b.status)
    .map(
      ([type, { status, title }]) => html`<tr><td><code>${type}</code></td><td>${status}</td><td>${title}</td></tr>`,
    )}</tbody>
</table>
</main>
</body>
</html>`);
}

const anchor = ({ method, path }: Operation): string => `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`;

const WHO = {
  read: 'everybody who has a role',
  tend: 'the desk, commanders and administrators',
  answer: 'people of the desk, commanders and administrators; no machine',
  speak: 'commanders and administrators',
  approve: 'approvers and administrators',
  decide: 'approvers and administrators; what no person has proposed, commanders too',
  administer: 'administrators',
} as const;

function section(operation: Operation) {
  const { method, path, summary, permission, body, bodyOptional, query, answers } = operation;
  const described = openApiDocument().paths[path]?.[method] as {
    requestBody?: { content: { 'application/json': { schema: object } } };
  };
  const schema = described.requestBody?.content['application/json'].schema;
  return html`<h2 id="${anchor(operation)}"><code>${method.toUpperCase()} ${path}</code></h2>
<p>${summary}. <span class="soft">For ${permission === undefined ? 'anyone, without a token' : WHO[permission]}.</span></p>
${query ? html`<ul>${Object.entries(query).map(([name, is]) => html`<li><code>?${name}=</code> ${is}</li>`)}</ul>` : ''}
${body && schema ? html`<details><summary>Body${bodyOptional ? ', which may be left out' : ''}</summary><pre tabindex="0">${JSON.stringify(schema, null, 2)}</pre></details>` : ''}
<table>
<thead><tr><th scope="col">answer</th><th scope="col">what it is</th></tr></thead>
<tbody>${Object.entries(answers).map(([status, { is }]) => html`<tr><td>${status}</td><td>${is}</td></tr>`)}
${ownProblems(operation).map((type) => html`<tr><td>${PROBLEM_TYPES[type]?.status} <code>${type}</code></td><td>${PROBLEM_TYPES[type]?.title}</td></tr>`)}</tbody>
</table>
${permission === undefined ? '' : html`<p class="soft">And whatever <a href="#problems">any call</a> may be answered with: ${anyCall(operation).map((type, index) => html`${index === 0 ? '' : ', '}<code>${type}</code>`)}.</p>`}`;
}

/** What says nothing about this call in particular. */
const EVERYWHERE = new Set([
  'invalid-json',
  'body-too-large',
  'not-json',
  'sign-in-ended',
  'has-left',
  'role-missing',
  'too-many-requests',
  'internal-error',
]);

const ownProblems = (operation: Operation): string[] =>
  problemsOf(operation)
    .filter((type) => operation.permission === undefined || !EVERYWHERE.has(type))
    .toSorted((a, b) => (PROBLEM_TYPES[a]?.status ?? 0) - (PROBLEM_TYPES[b]?.status ?? 0));

const anyCall = (operation: Operation): string[] => problemsOf(operation).filter((type) => EVERYWHERE.has(type));
