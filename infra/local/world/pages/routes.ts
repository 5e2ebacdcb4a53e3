import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from 'hono/html';
import { Refused, readBody, seeOther, sendMailHtml, sendPage } from '../http.ts';
import type { Inbox } from '../inbox.ts';
import type { Mailboxes } from '../mail/mailboxes.ts';
import type { RunningNetwork } from '../networks/running.ts';
import type { Receivers } from '../outside/receivers.ts';
import type { Troubles } from '../troubles.ts';
import type { SimulatedX } from '../x/simulated-x.ts';
import { faultsPage } from './faults-page.ts';
import { inboxPage } from './inbox-page.ts';
import { layout, places } from './layout.ts';
import { mailHtml, mailPage, oneMailPage } from './mail-page.ts';
import { networkPage } from './network-page.ts';
import { roomsPage } from './rooms-page.ts';
import { timelinePage } from './timeline-page.ts';

type Parts = {
  x: SimulatedX;
  networks: readonly RunningNetwork[];
  troubles: Troubles;
  inbox: Inbox;
  mailboxes: Mailboxes;
  receivers: Receivers;
  clockMs: () => number;
};

/** The pages that a person opens, and the forms on them. Always answers; what it does not know is a page that says so. */
export function pageRoutes({ x, networks, troubles, inbox, mailboxes, receivers, clockMs }: Parts) {
  const faults = () => troubles.active().length;

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const mail = method === 'GET' ? /^\/mail\/(\w+)(\/html)?$/.exec(url.pathname) : null;
    const opened = mail && mailboxes.mail(mail[1]!);
    if (opened && mail[2]) return sendMailHtml(response, mailHtml(opened));
    if (opened) return sendPage(response, 200, await oneMailPage(opened, faults()));
    const network = networks.find(({ name }) => method === 'GET' && url.pathname === `/${name}`);
    if (network) return sendPage(response, 200, await networkPage(network, clockMs(), faults()));
    switch (`${method} ${url.pathname}`) {
      case 'GET /':
        return sendPage(
          response,
          200,
          await timelinePage(x.shown(clockMs()), x.people.messages(), x.account, faults()),
        );
      case 'GET /inbox':
        return sendPage(response, 200, await inboxPage(inbox.messages(), faults()));
      case 'GET /mail': {
        const to = url.searchParams.get('to') ?? undefined;
        return sendPage(response, 200, await mailPage(mailboxes.mails({ to }), faults(), to));
      }
      case 'GET /rooms':
        return sendPage(response, 200, await roomsPage(receivers.calls(), faults()));
      case 'GET /faults':
        return sendPage(response, 200, await faultsPage(troubles));
      case 'POST /faults':
        return inject(response, await readForm(request));
      case 'POST /faults/end': {
        const { id = '' } = await readForm(request);
        troubles.end(id);
        return seeOther(response, '/faults');
      }
      case 'POST /faults/clear':
        troubles.clear();
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
      troubles.inject(body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return sendPage(response, error.status, await faultsPage(troubles, error.message));
    }
    seeOther(response, '/faults');
  }
}

const readForm = async (request: IncomingMessage): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await readBody(request)));

const missingPage = (path: string, faults: number): Promise<string> =>
  layout(
    { title: 'Not found', path, live: false, faults },
    html`<h1>There is nothing at ${path}</h1><p class="lead">Here are: ${places.map(({ path: at, name }, index) => html`${index === 0 ? '' : ', '}<a href="${at}">${name.toLowerCase()}</a>`)}.</p>`,
  );
