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
  const dark = `@media screen and (prefers-color-scheme:dark){:root{${variables(DARK, accent)}}}`;
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
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{border-top:4px solid var(--accent);background:var(--paper);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:48rem;padding:0 1rem 3rem;color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px;scroll-margin:1rem}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
h1{font-size:1.6rem;line-height:1.22;letter-spacing:-.012em;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.3;letter-spacing:-.006em;margin-bottom:.7rem}
h3{font-size:1rem}
main>section,main>article{margin-top:2.4rem}
.verdict+.card{margin-top:1.2rem}
main>h1{margin:1rem 0 .4rem}
main>:is(.verdict,article):first-child{margin-top:.6rem}
ul,ol{list-style:none}
.quiet,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.fine,.date,.list small,footer{color:var(--soft);font-size:.875rem}
.date,.facts span,.span,.state,[data-since]{white-space:nowrap}
.i{width:1.1em;height:1.1em;fill:currentColor;fill-rule:evenodd;vertical-align:-.18em;flex:none}
.clear{--c:var(--clear)}.watching{--c:var(--watching)}.minor{--c:var(--minor)}.major{--c:var(--major)}.critical{--c:var(--critical)}.maintenance{--c:var(--watching)}
.i{color:var(--c)}
header{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;justify-content:space-between;align-items:baseline;padding:1.1rem 0 .5rem}
:is(header,.affected,.head):not(:has(+*)),.state:not(:has(path)){visibility:hidden}
.brand{color:var(--ink);font-size:1.0625rem;font-weight:700;text-decoration:none}
nav{display:flex;gap:1.3rem}
nav a{color:var(--soft);text-decoration:none;padding:.25rem 0;border-bottom:2px solid transparent}
nav a:hover{color:var(--ink);border-color:var(--line)}
nav a[aria-current]{color:var(--ink);border-color:var(--accent);font-weight:600}
.verdict{display:flex;gap:1.1rem;padding:1.4rem;border:1px solid var(--c);border-radius:.9rem;background:color-mix(in srgb,var(--c) var(--wash),var(--card))}
.verdict .i{width:2.6rem;height:2.6rem;margin-top:.05rem}
.verdict>div{min-width:0}
.verdict p{margin-top:.35rem}
#stale,.notice{margin-top:1rem;padding:.7rem 1rem;border:2px dashed var(--unknown);border-radius:.7rem;font-weight:600}
.stale .verdict{--c:var(--unknown)}
.stale .i{display:none}
.stale .verdict::before{content:"?";flex:none;width:2.4rem;height:2.4rem;border-radius:50%;background:var(--unknown);color:var(--card);font:700 1.5rem/2.4rem system-ui,sans-serif;text-align:center}
.stale h1[data-stale]::before{content:attr(data-stale) " "}
.card,.sheet,.follow form{padding:1.3rem 1.4rem;border:1px solid var(--line);border-radius:.9rem;background:var(--card)}
.incident>h2{font-size:1.35rem;margin-bottom:.3rem}
.incident>h2 a{color:inherit;text-decoration-color:var(--soft)}
.affected{display:flex;flex-wrap:wrap;gap:.4rem;margin:.8rem 0}
.affected li{padding:.15rem .7rem;border:1px solid var(--line);border-radius:1rem}
.clocks{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr));gap:.7rem;margin:1rem 0}
button{min-height:2.75rem;padding:.4rem 1rem;border:1px solid var(--accent);border-radius:.7rem;background:var(--card);color:var(--accent);font:inherit;cursor:pointer}
#checked{margin-top:1rem}#checked li{margin-top:.3rem;font-size:.875rem}
.clock{padding:.8rem 1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--paper)}
.clock:has(.late:not([hidden])){border-color:var(--major);background:color-mix(in srgb,var(--major) var(--wash),var(--card))}
.clock :is(dt,dd),dd :is(.late,.left){font-size:.9375rem}
.clock :is(dt,dd){display:inline}
.clock dt{font-weight:600}
.clock dd time{display:block;font-weight:700;font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}
.clock .date{font-weight:400}
.asof{display:block}.clock .zone,.zones{display:block;min-height:1.55em;font-size:.875rem;color:var(--soft)}
dd :is(.late,.left){display:block;color:var(--major)}
dd .left{color:var(--ink)}
.clock .late[hidden]{display:block!important;visibility:hidden}
.do,.workaround{margin:1rem 0;padding:.7rem 1rem;border-radius:.7rem;background:color-mix(in srgb,var(--accent) var(--wash),var(--card))}
.do :is(h2,h3){font-size:1rem;letter-spacing:0;margin:0}
.timeline{margin-top:1.5rem}
.entry{position:relative;padding:0 0 1.5rem 1.6rem}
.entry::after{content:"";position:absolute;left:calc(.45rem - 1px);top:1.45rem;bottom:-.3rem;border-left:2px solid var(--line)}
.entry:last-child{padding-bottom:0}
.entry:last-child::after{display:none}
.entry::before{content:"";position:absolute;left:0;top:.4rem;width:.9rem;height:.9rem;border-radius:50%;border:2px solid var(--soft)}
.entry:first-child::before{background:var(--ink);border-color:var(--ink)}
.entry.resolved::before{background:var(--clear);border-color:var(--clear)}
.entry:is(.apology,.correction,.reopened)::before{border-radius:2px;border-color:var(--major);transform:rotate(45deg) scale(.88)}
.entry:is(.apology,.correction,.reopened):first-child::before{background:var(--major)}
.entry:target .said{outline:2px solid var(--accent);outline-offset:.3rem;border-radius:2px}
.head{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
.head[data-new]::after{content:attr(data-new);padding:0 .5rem;border:1px solid var(--accent);border-radius:1rem;color:var(--accent);font-size:.8125rem}
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
.sheet{padding:.3rem 1.4rem}
.sheet+.sheet{margin-top:.8rem}
.group{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.1rem 1rem;padding:.9rem 0 .4rem}
.rows li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.8rem 0 .6rem}
.rows li+li,.group+.rows{border-top:1px solid var(--line)}
.what{flex:1 0 100%;line-height:1.35}
.state{display:inline-flex;flex-direction:row-reverse;align-items:center;gap:.3em;font-size:.9375rem;font-weight:600}
.state:has(.clear){color:var(--soft);font-weight:400}
.bar{display:block;flex:1 0 100%;width:100%;height:1.7rem;margin-top:.35rem}
.bar path{stroke:var(--c);stroke-dasharray:3 1;fill:none}
.bar .clear{--c:color-mix(in srgb,var(--clear) 50%,var(--card))}
.none{--c:var(--soft)}
details{flex:1 0 100%;font-size:.875rem}
details ul{padding:.2rem 0 .4rem 1.1rem}
summary{cursor:pointer;color:var(--soft);padding:.25rem 0}
.components>.fine{margin-top:.8rem}
.list li{padding:.7rem 0;border-top:1px solid var(--line)}
.list li:first-child{border-top:0}
.more{margin-top:.6rem}
.stuck .list li{padding:.2rem 0}
.list .fine,.list small{display:block}
.list>li>.i{margin-right:.3em}
.list>li>a{font-weight:600;color:inherit;text-decoration-color:var(--soft)}
.scores{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:.8rem;margin:1.2rem 0}
.score{padding:1.1rem 1.2rem;border:1px solid var(--line);border-radius:.9rem;background:var(--card)}
.score h2{font-size:.9375rem;font-weight:600;letter-spacing:0;margin-bottom:.3rem}
.big{font-size:2rem;line-height:1.2;font-weight:700;letter-spacing:-.02em}
figure{margin:1.2rem 0}
.notes{margin:0 0 2rem}
.notes li{padding:.2rem 0 .2rem 1rem;text-indent:-1rem}
.notes li::before{content:"·";display:inline-block;width:1rem;text-indent:0}
.chart{display:block;width:100%;height:auto}
.chart .axis{stroke:var(--soft);stroke-width:.5}.chart .kept{fill:var(--clear)}.chart .slipped{fill:var(--major)}
table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.6rem .8rem .6rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:normal}
thead th:first-child{width:50%}
thead th{padding-top:0;color:var(--soft);font-size:.875rem;font-weight:400}
td .date,th .fine{display:block}
td .i{margin-right:.2rem}
th .fine{font-weight:400}
tr.missed td:last-child{color:var(--major);font-weight:600}
.receipt{padding:1.1rem 1.4rem;border:1px dashed var(--soft);border-radius:.9rem;background:var(--card)}
.receipt li{padding:.3rem 0 .3rem 1.8rem;position:relative}
.receipt .i{position:absolute;left:0;top:.6rem}
.receipt li:not(:has(.i))::before{content:"·";position:absolute;left:.4rem}
.proof code{display:block;padding:.5rem .7rem;margin:.5rem 0;border-radius:.5rem;background:var(--card);border:1px solid var(--line)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line)}
.follow{margin:.3rem 0 1rem}
.follow details{font-size:1rem}
.follow details+details{margin-top:.5rem}
.follow summary,button.main{width:fit-content;padding:.6rem 1rem;border:1px solid var(--accent);border-radius:.7rem;color:var(--accent)}
.follow details form{margin-top:.6rem}
.follow form+form,.follow :is(p,fieldset)+*,main>:is(p,form),main>:is(p,form)+h2{margin-top:.9rem}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend{padding:0;font-weight:600}
fieldset label{display:flex;gap:.5rem;align-items:baseline;padding:.5rem 0}
fieldset:not(:has([value=components]:checked)) ul{display:none}
.follow :is(select,[type=email],[type=url],#follow-zone){min-height:2.75rem;max-width:100%;padding:.4rem .7rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--paper);color:inherit;font:inherit}
.follow :is([type=email],[type=url]){width:100%}
button.main{width:100%;padding:1rem;background:var(--accent);color:var(--card);font-weight:600}
@media(max-width:30rem){.verdict,.card{padding:1.1rem}.verdict{gap:.8rem}.verdict .i{width:2rem;height:2rem}.sheet{padding:.2rem 1.1rem}.rows li{padding:.6rem 0 .3rem}.bar{height:1.4rem;margin-top:.2rem}.entry{padding-bottom:1.2rem}h1{font-size:1.45rem}thead th:first-child{width:38%}}
@media(max-width:22rem){.clock .zone{min-height:3.1em}}@media(max-width:40rem){.zones{min-height:3.1em}}
@media print{html{border:0}body{max-width:none;padding:0}nav,footer,.skip,.stuck,.follow,details:not([open]){display:none}.entry,.clock,.rows li,tr{break-inside:avoid}.verdict,.sheet,.incident{break-inside:auto}a{color:inherit;text-decoration:none}}
`;
