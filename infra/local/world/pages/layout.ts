import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { NETWORKS } from '../networks/shipped.ts';

export type Html = ReturnType<typeof html>;

const style = `
:root { color-scheme: light dark; --ink: #16181c; --faint: #5b6570; --line: #d9dee3; --ground: #fff; --raised: #f6f8f9; --accent: #0b63b5; --alarm: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --faint: #9aa4ae; --line: #2c3238; --ground: #101214; --raised: #181b1f; --accent: #79b8f5; --alarm: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 0 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .75rem 0; border-bottom: 1px solid var(--line); }
nav a { padding: .35rem 0; text-decoration: none; }
nav a[aria-current] { color: var(--ink); font-weight: 650; box-shadow: inset 0 -2px var(--accent); }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
.lead { color: var(--faint); margin: 0 0 1rem; }
footer { color: var(--faint); font-size: .85rem; padding-top: 1.5rem; padding-bottom: 2rem; }
.meta { color: var(--faint); font-size: .85rem; margin: 0; overflow-wrap: anywhere; }
.text { margin: .15rem 0 .35rem; white-space: pre-wrap; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; }
.empty { border: 1px dashed var(--line); border-radius: .75rem; padding: 1rem; color: var(--faint); margin: 1rem 0; }
.card { border-bottom: 1px solid var(--line); padding: 1rem 0; }
.thread { border-bottom: 1px solid var(--line); padding: 1rem 0 .25rem; }
.post { position: relative; padding: 0 0 .75rem 2.75rem; }
.post::before { content: ""; position: absolute; left: .5rem; top: .15rem; width: 1.25rem; height: 1.25rem; border-radius: 50%; background: var(--accent); }
.post.theirs::before { background: none; border: 2px solid var(--faint); }
.post:not(:last-child)::after { content: ""; position: absolute; left: 1.06rem; top: 1.65rem; bottom: .1rem; width: 2px; background: var(--line); }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .55rem; font-size: .8rem; margin-right: .35rem; }
.tag.page { color: var(--alarm); font-weight: 650; }
.links { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 0; }
.links a { border: 1px solid var(--line); border-radius: .5rem; padding: .45rem .75rem; background: var(--raised); text-decoration: none; overflow-wrap: anywhere; }
button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .8rem; min-height: 2.5rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
input, select { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; padding: .35rem .5rem; min-height: 2.5rem; width: 100%; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem .75rem; align-items: end; }
.fields label { font-size: .85rem; color: var(--faint); }
.row { display: flex; gap: .75rem; justify-content: space-between; align-items: center; border-bottom: 1px solid var(--line); padding: .5rem 0; }
.row p { margin: 0; min-width: 0; overflow-wrap: anywhere; }
iframe.mail { width: 100%; height: 32rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; color-scheme: normal; resize: both; }
code { font: .9em ui-monospace, monospace; }
.alarm { color: var(--alarm); }
`;

/** Asks for the same page every two seconds and swaps what changed, so that reading is not interrupted. */
const refresh = `
setInterval(async () => {
  if (document.hidden || document.querySelector('main :focus')) return;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const [old, now] = [document.querySelector('main'), page.querySelector('main')];
    if (now && now.innerHTML !== old.innerHTML) old.replaceWith(now);
  } catch {}
}, 2000);
`;

/** The only script that a page of the world may run, as a Content-Security-Policy source. */
export const refreshHash = `'sha256-${createHash('sha256').update(refresh).digest('base64')}'`;

/** The pages that each page leads to. */
export const places = [
  { path: '/', name: 'Timeline' },
  ...NETWORKS.map(({ name, title }) => ({ path: `/${name}`, name: title })),
  { path: '/inbox', name: 'Inbox' },
  { path: '/mail', name: 'Mail' },
  { path: '/rooms', name: 'Rooms' },
  { path: '/faults', name: 'Faults' },
];

/** The frame of every page of the world. `live` pages follow what happens, also without JavaScript. */
export async function layout(
  options: { title: string; path: string; live: boolean; faults: number },
  main: Html,
): Promise<string> {
  const { title, path, live, faults } = options;
  const links = places.map(
    (place) =>
      html`<a href="${place.path}"${place.path === path ? raw(' aria-current="page"') : ''}>${place.name}${place.path === '/faults' && faults > 0 ? ` (${faults})` : ''}</a>`,
  );
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · the world outside</title>
<link rel="icon" href="data:,">
${live ? raw('<noscript><meta http-equiv="refresh" content="5"></noscript>') : ''}
<style>${raw(style)}</style>
</head>
<body>
<header><nav aria-label="The world outside">${links}</nav></header>
<main>
${main}
</main>
<footer>A simulation on this machine. Nothing here reaches anybody.</footer>
${live ? html`<script>${raw(refresh)}</script>` : ''}
</body>
</html>`;
  return String(await page);
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** An instant for a reader: date, time to the second, and the zone. */
export const shownTime = (at: string): Html => html`<time datetime="${at}">${day.format(new Date(at))} UTC</time>`;
