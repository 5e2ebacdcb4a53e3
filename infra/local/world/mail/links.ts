import { headerOf, type Mail } from './mailboxes.ts';

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');

/** Every address that a mail leads to: in its HTML, in its text, and in the header that ends the subscription. */
export function linksOf(mail: Mail): string[] {
  const inHtml = [...mail.html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, double, single]) =>
    unescaped(double ?? single ?? ''),
  );
  const inText = mail.text.match(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'”’]/g) ?? [];
  const inHeader = unsubscribeLinksOf(mail);
  return [...new Set([...inHtml, ...inText, ...inHeader])].filter((link) => /^https?:\/\//i.test(link));
}

/** The addresses in `List-Unsubscribe`, each in angle brackets. */
export const unsubscribeLinksOf = (mail: Mail): string[] =>
  [...(headerOf(mail, 'List-Unsubscribe') ?? '').matchAll(/<([^<>]*)>/g)].map(([, link]) => link!.trim());

/** The world visits nothing but this machine, whatever somebody writes into a mail. */
export const isHere = (link: string): boolean =>
  URL.canParse(link) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(link).hostname);
