import type { Method, Route } from '@middy/http-router';
import { type Caller, callerOf, checkMay } from '../api/caller.ts';
import { noSuchDraft } from '../api/draft-problems.ts';
import { noSuchComponent } from '../api/no-such-component.ts';
import { admit, type RateLimitPorts } from '../api/rate-limits.ts';
import { noSuchReceipt } from '../api/receipts.ts';
import { noteAct } from '../app/note-act.ts';
import { isId } from '../contract/identity.ts';
import { Refusal } from '../core/refusal.ts';
import type { Permission } from '../core/roles.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import { bodyText, type HttpEvent, type HttpResult } from './http.ts';
import { logger } from './logger.ts';

export type ApiRoute = Route<HttpEvent, HttpResult>;

/** Answers a request whose sender is known and may do this. */
export type Handle = (event: HttpEvent, caller: Caller) => Promise<HttpResult>;

/** The same, where something is written: not before `admitted`, which rejects for a client that asks too often. */
export type Change = (event: HttpEvent, caller: Caller, admitted: Promise<void>) => Promise<HttpResult>;

/** Checks at the door what a path speaks about, before anything is read, and has every log line of the request say it. */
function checkSubject(path: string, { pathParameters }: HttpEvent): void {
  const notThere = NOT_THERE[path.split('/{id}')[0] ?? ''];
  if (notThere === undefined || !path.includes('{id}')) return;
  const id = pathParameters?.id ?? '';
  if (!isId(id)) throw notThere(id);
  if (NAMES_INCIDENT.some((start) => path.startsWith(start))) logger.appendKeys({ incident: id });
}

const NAMES_INCIDENT = ['/v1/incidents', '/v1/maintenances'];

const NOT_THERE: Readonly<Record<string, (id: string) => Error>> = {
  '/v1/incidents': () => new Refusal('incident-not-found'),
  '/v1/maintenances': () => new Refusal('maintenance-not-found'),
  '/v1/drafts': noSuchDraft,
  '/v1/components': (id) => noSuchComponent(id),
  '/v1/intake/receipts': noSuchReceipt,
};

export type GuardPorts = RateLimitPorts & { auditLog: AuditLog };

/** As much of a body as says what was meant. */
const SAID_AT_MOST = 1_000;

/**
 * Makes routes that ask for a permission first, and count what each client asks. The gateway has checked the token; what
 * it allows is checked here. Counting costs no time: a read goes on meanwhile, and so does the loading that comes before
 * a write.
 */
export function guardedRoutes(ports: GuardPorts) {
  const guarded = (method: Method, path: string, permission: Permission, change: Change): ApiRoute => ({
    method,
    path,
    handler: async (event: HttpEvent) => {
      const caller = callerOf(event.requestContext.authorizer.jwt.claims);
      checkMay(caller, permission);
      checkSubject(path, event);
      const admitted = admit(ports, caller.countedAs, { issuedAt: caller.issuedAt });
      // Whoever fails first is the answer; the other must not end the process.
      admitted.catch(() => undefined);
      return change(event, caller, admitted);
    },
  });
  const noted =
    (act: string, handle: Handle, withWords: boolean): Change =>
    async (event, caller, admitted) => {
      await admitted;
      const result = await handle(event, caller);
      const said = withWords ? bodyText(event).slice(0, SAID_AT_MOST) : '';
      await noteAct(ports, { by: caller.actor, act, on: event.rawPath, ...(said === '' ? {} : { said }) });
      return result;
    };
  return {
    /** Something is read: the answer is kept back if the client asks too often. */
    get: (path: string, permission: Permission, handle: Handle) =>
      guarded('GET', path, permission, async (event, caller, admitted) => {
        const result = handle(event, caller);
        result.catch(() => undefined);
        await admitted;
        return result;
      }),
    /** Something is asked with a body, and nothing changes. */
    ask: (path: string, permission: Permission, handle: Handle) =>
      guarded('POST', path, permission, async (event, caller, admitted) => {
        await admitted;
        return handle(event, caller);
      }),
    /** Something is switched, noted or decided: rarely, so it waits. Who did it, and when, is kept. */
    change: (method: Method, path: string, permission: Permission, handle: Handle) =>
      guarded(method, path, permission, noted(`${method} ${path}`, handle, true)),
    /** The same, where the body is a text that may never be said: that it was done is kept, and not the words. */
    discreetly: (method: Method, path: string, permission: Permission, handle: Handle) =>
      guarded(method, path, permission, noted(`${method} ${path}`, handle, false)),
    /** Something is said: the command itself waits, behind what it loads first. */
    command: (path: string, permission: Permission, change: Change) => guarded('POST', path, permission, change),
  };
}
