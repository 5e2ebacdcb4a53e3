import type { Method, Route } from '@middy/http-router';
import { type Caller, callerOf, checkMay, type Permission } from '../api/caller.ts';
import type { HttpEvent, HttpResult } from './http.ts';

export type ApiRoute = Route<HttpEvent, HttpResult>;

/** Answers a request whose sender is known and may do this. */
export type Handle = (event: HttpEvent, caller: Caller) => Promise<HttpResult>;

/** Makes routes that ask for a permission first. The gateway has checked the token; what it allows is checked here. */
export function guardedRoutes() {
  return (method: Method, path: string, permission: Permission, handle: Handle): ApiRoute => ({
    method,
    path,
    handler: async (event: HttpEvent) => {
      const caller = callerOf(event.requestContext.authorizer.jwt.claims);
      checkMay(caller, permission);
      return handle(event, caller);
    },
  });
}
