/** The colours of the status site: text in each has a contrast of at least 4.5 on its paper, in both schemes. */
const LIGHT = { paper: '#fbfaf7', ink: '#1b1d21', soft: '#565a61', line: '#dfdbd2', link: '#2f5fa8', late: '#b0400f' };
const DARK = { paper: '#14161a', ink: '#ebe8e1', soft: '#a7abb3', line: '#33373f', link: '#86b1f0', late: '#f59364' };

export const MAIL_COLOURS = { light: LIGHT, dark: DARK };

const coloured = ({ paper, ink, soft, line, link, late }: typeof LIGHT): string => `
body,.mail{background:${paper};color:${ink}}
.mail a{color:${link}}
.mail .fine,.mail dt,.mail h3{color:${soft}}
.mail .late{color:${late}}
.mail hr,.mail dl{border-color:${line}}
.mail .button{background:${link};color:${paper}}
`;

const RULES = `
body{margin:0;padding:0}
.mail{max-width:36em;margin:0 auto;padding:16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;overflow-wrap:anywhere;word-break:break-word}
.mail h1{margin:0 0 12px;font-size:22px;line-height:1.25}
.mail h2{margin:24px 0 8px;font-size:17px;line-height:1.3}
.mail h3{margin:16px 0 2px;font-size:14px;font-weight:400}
.mail p,.mail ul,.mail dl{margin:0 0 12px}
.mail ul{padding-left:20px}
.mail dl{padding:10px 14px;border:1px solid;border-radius:8px}
.mail dt{font-size:14px}
.mail dd{margin:0 0 6px;font-weight:600}
.mail dd:last-child{margin-bottom:0}
.mail hr{margin:24px 0 16px;border:0;border-top:1px solid}
.mail .fine{font-size:14px}
.mail .late{font-weight:600}
.mail .button{display:inline-block;padding:12px 20px;border-radius:8px;font-weight:600;text-decoration:none}
`;

const inOneLine = (rules: string): string => rules.replaceAll(/\s*\n\s*/g, '');

/**
 * Two sheets: a program that does not know one rule throws its whole sheet away, and what every program knows stands in
 * the first. Where both are gone, the mail is black on white, or what the program makes of that in the dark.
 */
export const STYLE = `<style>${inOneLine(RULES + coloured(LIGHT))}</style>
<style>:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${inOneLine(coloured(DARK))}}</style>`;
