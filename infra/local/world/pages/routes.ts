import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from 'hono/html';
import { Refused, readBody, seeOther, sendMailHtml, sendPage } from '../http.ts';
import type { Inbox } from '../inbox.ts';
import { type MailFaults, mailFaultSchema } from '../mail/faults.ts';
import type { Mailboxes } from '../mail/mailboxes.ts';
import type { Receivers } from '../outside/receivers.ts';
import { parsed } from '../parsed.ts';
import { type FaultRequest, faultSchema } from '../x/faults.ts';
import type { SimulatedX } from '../x/simulated-x.ts';
import { faultsPage } from './faults-page.ts';
import { inboxPage } from './inbox-page.ts';
import { layout } from './layout.ts';
import { mailHtml, mailPage, oneMailPage } from './mail-page.ts';
import { roomsPage } from './rooms-page.ts';
import { timelinePage } from './timeline-page.ts';

type Parts = {
  x: SimulatedX;
  inbox: Inbox;
  mailboxes: Mailboxes;
  mailFaults: MailFaults;
  receivers: Receivers;
  clockMs: () => number;
};

/** The pages that a person opens, and the forms on them. Always answers; what it does not know is a page that says so. */
export function pageRoutes({ x, inbox, mailboxes, mailFaults, receivers, clockMs }: Parts) {
  const active = () => ({ ofX: x.faults.active(clockMs()), ofMail: mailFaults.active() });
  const faults = () => active().ofX.length + active().ofMail.length;

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const mail = method === 'GET' ? /^\/mail\/(\w+)(\/html)?$/.exec(url.pathname) : null;
    const opened = mail && mailboxes.mail(mail[1]!);
    if (opened && mail[2]) return sendMailHtml(response, mailHtml(opened));
    if (opened) return sendPage(response, 200, await oneMailPage(opened, faults()));
    switch (`${method} ${url.pathname}`) {
      case 'GET /':
        return sendPage(response, 200, await timelinePage(x.posts(), x.account, faults()));
      case 'GET /inbox':
        return sendPage(response, 200, await inboxPage(inbox.messages(), faults()));
      case 'GET /mail': {
        const to = url.searchParams.get('to') ?? undefined;
        return sendPage(response, 200, await mailPage(mailboxes.mails({ to }), faults(), to));
      }
      case 'GET /rooms':
        return sendPage(response, 200, await roomsPage(receivers.calls(), faults()));
      case 'GET /faults':
        return sendPage(response, 200, await faultsPage(active()));
      case 'POST /faults':
        return inject(response, await readForm(request));
      case 'POST /faults/end': {
        const { id = '' } = await readForm(request);
        if (!x.faults.end(Number(id))) mailFaults.end(id);
        return seeOther(response, '/faults');
      }
      case 'POST /faults/clear':
        x.faults.clear();
        mailFaults.clear();
        return seeOther(response, '/faults');
      default:
        return sendPage(response, 404, await missingPage(url.pathname, faults()));
    }
  };

  async function inject(response: ServerResponse, form: Record<string, string>): Promise<void> {
    const numbers = ['times', 'forMs', 'ms', 'limit', 'resetMs'];
    const given = Object.entries(form).filter(([, value]) => value.trim() !== '');
    const body = Object.fromEntries(
      given.map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]),
    );
    try {
      if (body.channel === 'mail') mailFaults.inject(parsed(mailFaultSchema, body));
      else x.faults.inject(parsed(faultSchema, body) as FaultRequest, clockMs());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return sendPage(response, error.status, await faultsPage(active(), error.message));
    }
    seeOther(response, '/faults');
  }
}

const readForm = async (request: IncomingMessage): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await readBody(request)));

const missingPage = (path: string, faults: number): Promise<string> =>
  layout(
    { title: 'Not found', path, live: false, faults },
    html`<h1>There is nothing at ${path}</h1><p class="lead">The <a href="/">timeline</a>, the <a href="/inbox">inbox</a>, the <a href="/mail">mail</a>, the <a href="/rooms">rooms</a> and the <a href="/faults">faults</a> are here.</p>`,
  );
