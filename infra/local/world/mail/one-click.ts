import { Refused } from '../http.ts';
import { isHere, unsubscribeLinksOf } from './links.ts';
import { headerOf, type Mail } from './mailboxes.ts';

/**
 * Presses *Unsubscribe* as a mail client does (RFC 8058): one POST, no cookies, no redirect followed. Answers with what
 * came back. Throws 422 where a client would show no such button.
 */
export async function unsubscribe(mail: Mail): Promise<{ url: string; status: number; body: string }> {
  if (headerOf(mail, 'List-Unsubscribe-Post') !== 'List-Unsubscribe=One-Click')
    throw new Refused(422, 'this mail has no header "List-Unsubscribe-Post: List-Unsubscribe=One-Click"');
  const url = unsubscribeLinksOf(mail).find((link) => /^https?:/i.test(link));
  if (url === undefined) throw new Refused(422, 'the header List-Unsubscribe of this mail has no address of the web');
  if (!isHere(url)) throw new Refused(422, `${url} lies outside of this machine, which the world does not leave`);
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  }).catch((error: Error) => {
    throw new Refused(502, `${url} did not answer: ${error.message}`);
  });
  return { url, status: answer.status, body: await answer.text() };
}
