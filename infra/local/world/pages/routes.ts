import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from 'hono/html';
import { Refused, readBody, seeOther, sendPage } from '../http.ts';
import type { Inbox } from '../inbox.ts';
import { parsed } from '../sim-routes.ts';
import { type FaultRequest, faultSchema } from '../x/faults.ts';
import type { SimulatedX } from '../x/simulated-x.ts';
import { faultsPage } from './faults-page.ts';
import { inboxPage } from './inbox-page.ts';
import { layout } from './layout.ts';
import { timelinePage } from './timeline-page.ts';

/** The pages that a person opens, and the forms on them. Always answers; what it does not know is a page that says so. */
export function pageRoutes({ x, inbox, clockMs }: { x: SimulatedX; inbox: Inbox; clockMs: () => number }) {
  const active = () => x.faults.active(clockMs());

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    switch (`${request.method === 'HEAD' ? 'GET' : request.method} ${url.pathname}`) {
      case 'GET /':
        return sendPage(response, 200, await timelinePage(x.posts(), x.account, active().length));
      case 'GET /inbox':
        return sendPage(response, 200, await inboxPage(inbox.messages(), active().length));
      case 'GET /faults':
        return sendPage(response, 200, await faultsPage(active()));
      case 'POST /faults':
        return inject(response, await readForm(request));
      case 'POST /faults/end':
        x.faults.end(Number((await readForm(request)).id));
        return seeOther(response, '/faults');
      case 'POST /faults/clear':
        x.faults.clear();
        return seeOther(response, '/faults');
      default:
        return sendPage(response, 404, await missingPage(url.pathname, active().length));
    }
  };

  async function inject(response: ServerResponse, form: Record<string, string>): Promise<void> {
    const numbers = ['times', 'forMs', 'ms', 'limit', 'resetMs'];
    const given = Object.entries(form).filter(([, value]) => value.trim() !== '');
    const body = Object.fromEntries(
      given.map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]),
    );
    try {
      x.faults.inject(parsed(faultSchema, body) as FaultRequest, clockMs());
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
    html`<h1>There is nothing at ${path}</h1><p class="lead">The <a href="/">timeline</a>, the <a href="/inbox">inbox</a> and the <a href="/faults">faults</a> are here.</p>`,
  );
