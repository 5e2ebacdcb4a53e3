import { createHash } from 'node:crypto';

/** One column, large targets, no motion: read at 3 a.m. on a phone. On a wide screen the preview stands beside the form. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f4f5f7;--card:#fff;--ink:#1b2430;--soft:#4d5a6b;--line:#c9d0d9;--act:#1f5fa8;--on-act:#fff;--wash:#e6eef8;--bad:#a3261c;--bad-bg:#fdeceb;--ok:#1d6b3a;--ok-bg:#e4f3e9;--warn:#855600;--warn-bg:#fbf0d9;--note-bg:#eaf1fa}
@media(prefers-color-scheme:dark){:root{--bg:#10151b;--card:#19212b;--ink:#dde3ea;--soft:#a3b0bf;--line:#3a4756;--act:#8fbcf0;--on-act:#0d1722;--wash:#22364d;--bad:#ff9d93;--bad-bg:#3a1d1b;--ok:#8fd3a5;--ok-bg:#16301f;--warn:#e5b04d;--warn-bg:#362a12;--note-bg:#1b2b3d}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:42rem;margin:0 auto;padding:0 1rem}
.wide>*{max-width:64rem}.wide>.skip{max-width:none}
header{display:flex;gap:.5rem .75rem;align-items:center;justify-content:space-between;padding-top:.75rem;padding-bottom:.75rem}
header .home{flex:1;min-width:0;font-weight:600;text-decoration:none;color:var(--ink);min-height:2.75rem;display:flex;align-items:center}
footer{padding-top:2rem;padding-bottom:3rem;color:var(--soft)}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1.0625rem;margin:0}
h2.top{margin-top:0}p{margin:.5rem 0}.soft{color:var(--soft)}.strong{font-weight:600}.ok{color:var(--ok);font-weight:600}.late{color:var(--bad);font-weight:600}
a{color:var(--act)}
.card,details{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:1rem 0}
.note{background:var(--note-bg);border-radius:.6rem;padding:1rem;margin:1rem 0}
.alert{background:var(--bad-bg);border-left:.3rem solid var(--bad);border-radius:.3rem;padding:.75rem 1rem;margin:1rem 0}
summary{cursor:pointer;min-height:3rem;line-height:1.3;display:flex;align-items:center;font-weight:600;margin:-1rem;padding:.5rem 1rem}
details[open]>summary{margin-bottom:.25rem}
summary::before{content:"+";width:1.5rem;flex:none;font-size:1.3rem}details[open]>summary::before{content:"\\2212"}
label,legend,.label{display:block;font-weight:600;margin:1.25rem 0 .25rem}legend{padding:0;margin:0 0 .25rem}
.hint{font-weight:400;margin-bottom:.35rem;line-height:1.35;color:var(--soft);display:block;font-size:.95rem}
.error{color:var(--bad);display:block;font-weight:600;margin:.25rem 0}
input,select,textarea,button,.button{font:inherit;color:inherit;width:100%;min-height:3rem;padding:.6rem .75rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--card)}
textarea{resize:vertical;display:block}
input[type=checkbox]{width:1.5rem;min-height:1.5rem;height:1.5rem;flex:none;margin:0;accent-color:var(--act)}
.check{display:flex;gap:.75rem;align-items:center;font-weight:400;min-height:3rem;margin:0}
[aria-invalid=true]{border:2px solid var(--bad)}
fieldset{border:0;padding:0;margin:1.25rem 0 0;min-width:0}
.chips{display:flex;flex-wrap:wrap;gap:.5rem}
.chip{width:auto;margin:0;padding:0;font-weight:500;position:relative;display:block}
.chip input{position:absolute;inset:0;width:100%;height:100%;min-height:0;opacity:0;margin:0;pointer-events:none}.chip span{cursor:pointer}
.chip span,button.chip{display:flex;align-items:center;min-height:2.75rem;padding:.3rem .9rem;border:1px solid var(--soft);border-radius:1.4rem;background:var(--card);color:var(--ink)}
.chip input:checked+span{background:var(--wash);border-color:var(--act);box-shadow:inset 0 0 0 1px var(--act);font-weight:600}
.chip input:checked+span::before{content:"";width:.4rem;height:.8rem;margin:-.2rem .6rem 0 .1rem;border:solid var(--act);border-width:0 .15rem .15rem 0;transform:rotate(45deg);flex:none}
.chip input:focus-visible+span{outline:3px solid var(--act);outline-offset:2px}
button.chip{margin:0;color:var(--act);border-color:var(--act);font-weight:600;text-align:left}button.chip:disabled{color:var(--ink);border-color:var(--line);cursor:default}
.decide{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1rem}.decide button{margin:0;flex:1 1 10rem}
.ready{margin:.5rem 0 0}.becomes{margin:.5rem 0 0}
.typed label{margin-top:.75rem}
@supports selector(:has(*)){.choice:not(:has(input[value=other]:checked)) .typed{display:none}}
.findings{list-style:none;margin:.5rem 0 0;padding:0}
.findings li{border-left:.3rem solid var(--warn);background:var(--warn-bg);border-radius:.3rem;padding:.5rem .75rem;margin:.5rem 0}
.findings li.ask{border-color:var(--bad);background:var(--bad-bg)}.findings p{margin:0 0 .25rem}.findings .soft{color:var(--ink)}
mark{background:var(--warn-bg);color:inherit;text-decoration:underline wavy var(--warn);text-underline-offset:.2em}
.states>div{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.25rem .75rem;align-items:center;margin:.5rem 0}.states label{margin:0;font-weight:400}.states .error{grid-column:1/-1}
.pair{display:grid;grid-template-columns:1fr;gap:0 .75rem}
@media(min-width:34rem){.pair,.next{grid-template-columns:1fr 1fr}}
.next{display:grid;gap:0 .75rem}
@media(min-width:60rem){.two{display:grid;grid-template-columns:3fr 2fr;gap:0 2.5rem;align-items:start}.beside{position:sticky;top:1rem}.wide .beside{margin-top:1rem}}
button,.button{background:var(--act);color:var(--on-act);border:1px solid transparent;font-weight:600;cursor:pointer;margin-top:1rem;display:block;text-align:center;text-decoration:none}
button.quiet,.button.quiet{background:transparent;color:var(--act);border-color:var(--act)}
button.danger{background:var(--bad);color:var(--bg)}
.first{position:absolute;left:-999rem;width:1px}.js .look{display:none}
header button{width:auto;margin:0;min-height:2.75rem;padding:.25rem 1rem}
header form{margin:0}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.clocks{display:grid;gap:.5rem;margin:.75rem 0;grid-template-columns:1fr 1fr}.clocks>div{border-left:.25rem solid var(--line);padding-left:.75rem;min-width:0}
.clocks dt{color:var(--soft);font-size:.95rem}.clocks dd{margin:0}.clocks strong,.clocks .away,.clocks .local{display:block}.clocks strong{font-size:1.15rem;font-variant-numeric:tabular-nums}.clocks .away{font-variant-numeric:tabular-nums}
.local:not(:empty){margin-left:.35rem}.local:not(:empty)::before{content:"("}.local:not(:empty)::after{content:")"}.clocks .local::before,.clocks .local::after{content:none!important}.clocks .local{margin-left:0;font-size:.95rem}
ol,ul.plain{list-style:none;padding:0;margin:0}
.row,.back a,.acts a{min-height:2.75rem;display:inline-flex;align-items:center;margin-right:1rem}.row{display:flex}
.text{white-space:pre-wrap;margin:.5rem 0}
blockquote{margin:.5rem 0;padding-left:1rem;border-left:.25rem solid var(--line)}
.badge{border-radius:.4rem;padding:.1rem .5rem;background:var(--note-bg);font-weight:600;font-size:.95rem}
.badge.major,.badge.minor,.badge.identified{background:var(--warn-bg);color:var(--warn)}.badge.critical,.badge.investigating{background:var(--bad-bg);color:var(--bad)}.badge.resolved,.badge.completed,.badge.monitoring{background:var(--ok-bg);color:var(--ok)}
.entry.automated{border-style:dashed}.entry ul.plain{margin:.5rem 0}
.shown h3{font-size:.95rem;color:var(--soft);display:flex;justify-content:space-between}.preview h2{font-size:1.0625rem}.preview{margin-top:1.5rem;border:1px dashed var(--soft);border-radius:.6rem;padding:1rem}
.shown{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}.shown>summary{margin:-.75rem -1rem}
meter{width:100%;height:.6rem}.weight{font-weight:400;font-variant-numeric:tabular-nums}
.advice{margin:1rem 0 0}.advice figcaption{font-weight:600}.advice svg{width:100%;max-width:30rem;height:auto;font-size:13px;display:block}
svg text{fill:var(--ink);paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}details svg text{stroke:var(--card)}svg text.soft{fill:var(--soft)}svg rect{fill:var(--act)}svg .p50{opacity:.35}svg .p80{opacity:.9}svg .p90{opacity:.9}svg .p95{opacity:.35}svg line.promise{stroke:var(--bad);stroke-width:2}svg text.promise{fill:var(--bad);font-weight:600}
kbd{font:inherit;font-size:.9rem;font-weight:600;border:1px solid var(--soft);border-radius:.3rem;padding:0 .4rem;background:var(--card);color:var(--ink)}.keys,button.copy,kbd.key{display:none}.js .keys,.js button.copy{display:block}.js kbd.key{display:inline}
@media(hover:none){.js .keys,.js kbd.key{display:none}}
button.small{display:inline-block;width:auto;min-height:2.75rem;margin:0;padding:.2rem .75rem}
@media(min-width:60rem){.two.desk{grid-template-rows:auto 1fr}.two.desk .beside{grid-area:1/2/3/3}}
header nav,header form{flex:none}header nav .row{margin:0;gap:.4rem}.badge.waits{background:var(--warn-bg);color:var(--warn)}.said{font-size:1.15rem}
.where ul{font-size:1.15rem}.skip{position:absolute;left:-999rem}.skip:focus{position:static}
`;

/** What the Content-Security-Policy names instead of allowing any inline style. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
