import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { Refused, readBody, readObject, sendJson } from '../http.ts';
import { parsed } from '../parsed.ts';
import type { Mail, Mailboxes } from './mailboxes.ts';
import { unsubscribe } from './one-click.ts';
import { scan } from './scan.ts';

const scanSchema = z.strictObject({ scripts: z.boolean().default(false), to: z.string().optional() });

/** `/sim/mail...` and `/sim/scan`: the mailboxes, and what scanners and mail clients do. True if the path was one of these. */
export function mailRoutes(mailboxes: Mailboxes) {
  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const [, , resource, id, act] = url.pathname.split('/');
    const given = (name: string) => url.searchParams.get(name) ?? undefined;
    switch (`${request.method} ${[resource, ...(id ? [':id'] : []), ...(act ? [act] : [])].join('/')}`) {
      case 'GET mail':
        sendJson(response, 200, mailboxes.mails({ to: given('to'), after: given('after') }));
        return true;
      case 'GET mail/:id':
        sendJson(response, 200, found(id!));
        return true;
      case 'POST mail/:id/unsubscribe':
        await readBody(request);
        sendJson(response, 200, await unsubscribe(found(id!)));
        return true;
      case 'POST scan': {
        const hasBody = request.headers['content-length'] !== undefined && request.headers['content-length'] !== '0';
        const { scripts, to } = parsed(scanSchema, hasBody ? await readObject(request) : {});
        sendJson(response, 200, await scan(mailboxes.mails({ to }), { scripts }));
        return true;
      }
      default:
        return false;
    }
  };

  function found(id: string): Mail {
    const mail = mailboxes.mail(id);
    if (!mail) throw new Refused(404, `no mail ${id}`);
    return mail;
  }
}
