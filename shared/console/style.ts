import { createHash } from 'node:crypto';

/** One column, large targets, no motion: read at 3 a.m. on a phone. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#4d5a6b;--line:#c9d0d9;--act:#1f5fa8;--on-act:#fff;--bad:#a3261c;--bad-bg:#fdeceb;--ok:#1d6b3a;--note-bg:#eaf1fa}
@media(prefers-color-scheme:dark){:root{--bg:#11161d;--card:#19212b;--ink:#dde3ea;--soft:#a3b0bf;--line:#3a4756;--act:#8fbcf0;--on-act:#0d1722;--bad:#ff9d93;--bad-bg:#3a1d1b;--ok:#8fd3a5;--note-bg:#1b2b3d}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:42rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;padding-top:.75rem;padding-bottom:.75rem}
header .home{font-weight:600;text-decoration:none;color:var(--ink)}
footer{padding-top:2rem;padding-bottom:3rem;color:var(--soft)}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1.0625rem;margin:0}
h2.top{margin-top:0}p{margin:.5rem 0}.soft{color:var(--soft)}.ok{color:var(--ok)}.late{color:var(--bad);font-weight:600}
a{color:var(--act)}
.card,form.card,details{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:1rem 0}
.note{background:var(--note-bg);border-radius:.6rem;padding:1rem;margin:1rem 0}
.alert{background:var(--bad-bg);border-left:.3rem solid var(--bad);border-radius:.3rem;padding:.75rem 1rem;margin:1rem 0}
summary{cursor:pointer;min-height:3rem;line-height:1.3;display:flex;align-items:center;font-weight:600;margin:-1rem;padding:.5rem 1rem}
details[open]>summary{margin-bottom:.25rem}
summary::before{content:"+";width:1.5rem;flex:none;font-size:1.3rem}details[open]>summary::before{content:"\\2212"}
label,legend,.label{display:block;font-weight:600;margin:1rem 0 .25rem}legend{padding:0}
.hint{font-weight:400;margin-bottom:.25rem;line-height:1.35;color:var(--soft);display:block;font-size:.95rem}
.error{color:var(--bad);display:block;font-weight:600;margin:.25rem 0}
input,select,textarea,button,.button{font:inherit;color:inherit;width:100%;min-height:3rem;padding:.6rem .75rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--bg)}
textarea{min-height:8rem;resize:vertical}
input[type=checkbox]{width:1.5rem;min-height:1.5rem;height:1.5rem;flex:none;margin:0}
.check{display:flex;gap:.75rem;align-items:center;font-weight:400;min-height:3rem;margin:0}
[aria-invalid=true]{border:2px solid var(--bad)}
fieldset{border:0;padding:0;margin:1rem 0 0;min-width:0}
li.card>details{margin-bottom:0}form>details{background:transparent}
.states>div{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.25rem .75rem;align-items:center;margin:.5rem 0}.states label{margin:0;font-weight:400}.states .error{grid-column:1/-1}
.pair{display:grid;grid-template-columns:1fr;gap:0 .75rem}
@media(min-width:34rem){.pair{grid-template-columns:1fr 1fr}}
button,.button{background:var(--act);color:var(--on-act);border:1px solid transparent;font-weight:600;cursor:pointer;margin-top:1.25rem;display:block;text-align:center;text-decoration:none}
button.quiet,.button.quiet{background:transparent;color:var(--act);border-color:var(--act)}
header button{width:auto;margin:0;min-height:2.75rem;padding:.25rem 1rem}
header form{margin:0}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.5rem 0}dt{color:var(--soft)}dd{margin:0}
ol,ul.plain{list-style:none;padding:0;margin:0}
.text{white-space:pre-wrap;margin:.5rem 0}
blockquote{margin:.5rem 0;padding-left:1rem;border-left:.25rem solid var(--line)}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
`;

/** What the Content-Security-Policy names instead of allowing any inline style. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
