import { mixed, readable } from './contrast.ts';

type Palette = Record<'paper' | 'card' | 'ink' | 'soft' | 'line' | Tint | 'unknown', string> & { wash: number };
type Tint = 'clear' | 'watching' | 'minor' | 'major' | 'critical';

const LIGHT: Palette = {
  paper: '#fbfaf7',
  card: '#ffffff',
  ink: '#1b1d21',
  soft: '#565a61',
  line: '#dfdbd2',
  clear: '#1d7048',
  watching: '#2f5fa8',
  minor: '#855600',
  major: '#b0400f',
  critical: '#a3152d',
  unknown: '#5d6168',
  wash: 10,
};
const DARK: Palette = {
  paper: '#14161a',
  card: '#1c1f25',
  ink: '#ebe8e1',
  soft: '#a7abb3',
  line: '#33373f',
  clear: '#62c592',
  watching: '#86b1f0',
  minor: '#e5b04d',
  major: '#f59364',
  critical: '#ff8593',
  unknown: '#a7abb3',
  wash: 14,
};
const TINTS: readonly Tint[] = ['clear', 'watching', 'minor', 'major', 'critical'];

/**
 * The whole style sheet, small enough to travel inside every page. Colour is decoration: shapes and words say the same.
 * `accent` is the brand's colour, darkened or lightened until links in it can be read wherever they stand.
 */
export function styleSheet(accent: string): string {
  const known = made.get(accent);
  if (known !== undefined) return known;
  const sheet = composed(accent);
  made.set(accent, sheet);
  return sheet;
}

/** Every page carries the sheet, and it depends on nothing but the brand. */
const made = new Map<string, string>();

function composed(accent: string): string {
  const light = `:root{color-scheme:light dark;${variables(LIGHT, accent)}}`;
  const dark = `@media(prefers-color-scheme:dark){:root{${variables(DARK, accent)}}}`;
  return light + dark + RULES.replaceAll(/\s*\n\s*/g, '');
}

function variables(palette: Palette, accent: string): string {
  const { wash, ...colours } = palette;
  const washed = TINTS.map((tint) => mixed(palette.card, palette[tint], wash / 100));
  const link = readable(accent, [palette.paper, palette.card, ...washed]);
  const named = Object.entries({ ...colours, accent: link }).map(([name, colour]) => `--${name}:${colour}`);
  return [...named, `--wash:${wash}%`].join(';');
}

const RULES = `
*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:0 1rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
h1{font-size:1.5rem;line-height:1.25;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.3;margin-bottom:.6rem}
h3{font-size:1rem;margin:1rem 0 .3rem}
main>section,main>article{margin-top:2.2rem}
main>h1,main>.incident:first-child{margin:.8rem 0 .5rem}
main>.verdict{margin-top:.5rem}
ul,ol{list-style:none}
.quiet,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.fine,.date,footer{color:var(--soft);font-size:.875rem}
.i{width:1.1em;height:1.1em;fill:currentColor;fill-rule:evenodd;vertical-align:-.18em;flex:none}
.clear{--c:var(--clear)}.watching{--c:var(--watching)}.minor{--c:var(--minor)}.major{--c:var(--major)}.critical{--c:var(--critical)}.maintenance{--c:var(--watching)}
.i{color:var(--c)}
header{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;justify-content:space-between;padding:1rem 0;border-top:4px solid var(--accent)}
.brand{color:var(--ink);font-weight:650;text-decoration:none}
nav a{margin-right:.7rem;display:inline-block}
nav a[aria-current]{color:var(--ink);text-decoration:none;font-weight:600}
.verdict{display:flex;gap:1rem;padding:1.3rem;border:1px solid var(--c);border-left-width:.5rem;border-radius:.6rem;background:color-mix(in srgb,var(--c) var(--wash),var(--card))}
.verdict .i{width:2.4rem;height:2.4rem;margin-top:.1rem}
.verdict p{margin-top:.3rem}
#stale,.notice{margin-top:1rem;padding:.7rem 1rem;border:2px dashed var(--unknown);border-radius:.5rem;font-weight:600}
.stale .verdict{--c:var(--unknown)}
.stale .i{visibility:hidden}
.stale h1[data-stale]::before{content:attr(data-stale) " "}
.incident>h2{font-size:1.35rem}
.facts{margin-top:.4rem}
.affected{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.5rem 0}
.clocks{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.6rem;margin:1rem 0}
.clock{padding:.7rem .9rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.clock dt{font-size:.875rem;color:var(--soft)}
.clock time{font-weight:650;font-size:1.1rem;white-space:nowrap}
.clock .date{font-weight:400}
.clock .zone{display:block;min-height:1.4em;font-size:.875rem;color:var(--soft)}
dd .late{display:block;color:var(--major)}
[hidden]{display:none!important}
.do,.workaround{margin:1rem 0;padding:.6rem .9rem;border-left:4px solid var(--accent);background:var(--card)}
.do :is(h2,h3){font-size:1rem;margin:0}
.timeline{margin-top:1.2rem;border-left:2px solid var(--line);padding-left:1.1rem}
.entry{position:relative;padding-bottom:1.4rem}
.entry::before{content:"";position:absolute;left:-1.5rem;top:.45rem;width:.7rem;height:.7rem;border-radius:50%;background:var(--paper);border:2px solid var(--soft)}
.entry:first-child::before{background:var(--ink);border-color:var(--ink)}
.apology::before,.correction::before,.reopened::before{border-radius:0;border-color:var(--major);transform:rotate(45deg)}
.entry:target{background:color-mix(in srgb,var(--accent) var(--wash),var(--card))}
.head{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
.entry[data-new] .head::after{content:attr(data-new);padding:0 .4rem;border:1px solid var(--accent);border-radius:.3rem;color:var(--accent);font-size:.8125rem}
.when{color:inherit;text-decoration-color:var(--line)}
.said>*+*{margin-top:.6em}
.said ul,.said ol{list-style:disc;padding-left:1.3em}
.said ol{list-style:decimal}
pre{overflow-x:auto}
code{font-size:.875em}
blockquote{margin:0;padding-left:.8rem;border-left:3px solid var(--line)}
.changes,.promised,.lateness,.corrected{font-size:.9375rem;margin-top:.35rem}
.promised{color:var(--soft)}
.lateness,.corrected{color:var(--major);font-weight:600}
.rows li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.1rem 1rem;padding:.45rem 0;border-bottom:1px solid var(--line)}
.state{white-space:nowrap}
.bar{display:block;flex:1 0 100%;width:100%;height:1.5rem;margin-top:.3rem}
.bar path{stroke:var(--c);stroke-dasharray:3 1;fill:none}
.bar .clear{--c:color-mix(in srgb,var(--clear) 55%,var(--card))}
.none{--c:var(--soft)}
details{flex:1 0 100%;font-size:.875rem}
summary{cursor:pointer;color:var(--soft);padding:.15rem 0}
.components>.fine{margin-top:.8rem}
.list li{padding:.4rem 0}
.list .fine{display:block}
.scores{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.8rem;margin:1rem 0}
.score{padding:1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.score h2{font-size:1rem}
.big{font-size:1.4rem;font-weight:650}
figure{margin:1rem 0}
.chart{display:block;width:100%}
.chart .axis{stroke:var(--soft)}.chart .kept{fill:var(--clear)}.chart .slipped{fill:var(--major)}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:normal}
td .date,th .fine{display:block}
th .fine{font-weight:400}
tr.late td:last-child,tr.slipped td:last-child{color:var(--major);font-weight:600}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line)}
@media print{body{max-width:none}nav,footer,.skip{display:none}.entry{break-inside:avoid}a{color:inherit}}
`;
