import { plain } from '../../core/hidden-characters.ts';
import { cutAtWord } from '../cut-at-word.ts';

export type Header = { name: string; value: string };

/** SES takes this much of a header's value, in printable ASCII (SES API v2, MessageHeader). */
const LONGEST_VALUE = 995;

/** `text` on one line, without what nobody sees: nothing in it can begin another header. At most `most` characters. */
export const oneLine = (text: string, most = Number.POSITIVE_INFINITY): string =>
  cutAtWord(
    plain(text)
      .replaceAll(/[\s\u2028\u2029]+/g, ' ')
      .trim(),
    most,
  );

/** A header whose value is what SES takes: whatever else stands in it is left out. */
export const header = (name: string, value: string): Header => ({
  name,
  value: value.replaceAll(/[^\x20-\x7e]/g, '').slice(0, LONGEST_VALUE),
});

/** Where a subscriber leaves, which list it is, and what ties the mails about one incident together. */
export type ListAddresses = {
  /** An https address that takes the one-click POST of RFC 8058. */
  unsubscribe: string;
  /** The list as mail programs know it, like `updates.status.example.com` (RFC 2919). It never changes. */
  listId: string;
  /** The same for every mail about an incident, like `incident-k3v9q2x8m1zd@status.example.com`. */
  incidentRef?: string;
};

/** No other program answers what a program sent (RFC 3834). */
export const AUTOMATIC = header('Auto-Submitted', 'auto-generated');

/** The headers of everything that a subscriber is sent because of their subscription. */
export const listHeaders = ({ unsubscribe, listId, incidentRef }: ListAddresses): Header[] => [
  header('List-Unsubscribe', `<${new URL(unsubscribe).href}>`),
  header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
  header('List-Id', `<${token(listId)}>`),
  AUTOMATIC,
  ...(incidentRef === undefined ? [] : [header('References', `<${token(incidentRef)}>`)]),
];

/** What stands between angle brackets may hold none, and no space. */
const token = (text: string): string => text.replaceAll(/[^!-~]|[<>]/g, '');
