import type { Method, Route } from '@middy/http-router';
import { type AdmissionPorts, admit } from '../api/admission.ts';
import { type Caller, callerOf, checkMay, type Permission } from '../api/caller.ts';
import type { HttpEvent, HttpResult } from './http.ts';

export type ApiRoute = Route<HttpEvent, HttpResult>;

/** Answers a request whose sender is known and may do this. */
export type Handle = (event: HttpEvent, caller: Caller) => Promise<HttpResult>;

/** The same, where something is written: not before `admitted`, which rejects for a client that asks too often. */
export type Change = (event: HttpEvent, caller: Caller, admitted: Promise<void>) => Promise<HttpResult>;

/**
 * Makes routes that ask for a permission first, and count what each client asks. The gateway has checked the token; what
 * it allows is checked here. Counting costs no time: a read goes on meanwhile, and so does the loading that comes before
 * a write.
 */
export function guardedRoutes(ports: AdmissionPorts) {
  const guarded = (method: Method, path: string, permission: Permission, change: Change): ApiRoute => ({
    method,
    path,
    handler: async (event: HttpEvent) => {
      const caller = callerOf(event.requestContext.authorizer.jwt.claims);
      checkMay(caller, permission);
      const admitted = admit(ports, caller.subject);
      // Whoever fails first is the answer; the other must not end the process.
      admitted.catch(() => undefined);
      return change(event, caller, admitted);
    },
  });
  return {
    /** Something is read: the answer is kept back if the client asks too often. */
    get: (path: string, permission: Permission, handle: Handle) =>
      guarded('GET', path, permission, async (event, caller, admitted) => {
        const result = handle(event, caller);
        result.catch(() => undefined);
        await admitted;
        return result;
      }),
    /** Something is switched or noted: rarely, so it waits. */
    change: (method: Method, path: string, permission: Permission, handle: Handle) =>
      guarded(method, path, permission, async (event, caller, admitted) => {
        await admitted;
        return handle(event, caller);
      }),
    /** Something is said: the command itself waits, behind what it loads first. */
    command: (path: string, permission: Permission, change: Change) => guarded('POST', path, permission, change),
  };
}
