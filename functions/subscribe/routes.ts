import type { Route } from '@middy/http-router';
import type { HttpEvent, HttpResult } from '../../shared/lambda/http.ts';
import type { ProofOfWork } from '../../shared/ports/proof-of-work.ts';
import { canFollowByHook } from '../../shared/site/follow/hook-form.ts';
import { PUSH_PATHS } from '../../shared/site/push.ts';
import { type HookAnswers, hookAnswers } from './hook-answers.ts';
import { type LinkPorts, linkAnswers } from './link-answers.ts';
import { type SignUpPorts, signUpAnswers } from './sign-up-answers.ts';
import { workRoutes } from './work-answers.ts';

/** `proofOfWork`: left out where the house asks no browser for work. */
export type SubscribePorts = SignUpPorts & LinkPorts & { proofOfWork?: ProofOfWork };

/** What those outside ask who follow, or would like to. A GET changes nothing, whoever sends it. */
export function subscribeRoutes(ports: SubscribePorts): Route<HttpEvent, HttpResult>[] {
  const hooks = hookAnswers(ports);
  const asking = signUpAnswers(ports, hooks);
  const links = linkAnswers(ports);
  return [
    { method: 'GET', path: '/s', handler: asking.form },
    { method: 'POST', path: '/s', handler: asking.signUp },
    ...(canFollowByHook(ports.config) ? pushRoutes(hooks) : []),
    ...(ports.proofOfWork === undefined ? [] : workRoutes(ports.proofOfWork, ports.clock)),
    { method: 'GET', path: '/s/c/{token}', handler: links.lookAtConfirmation },
    { method: 'POST', path: '/s/c/{token}', handler: links.confirm },
    { method: 'GET', path: '/s/u/{token}', handler: links.lookAtLeaving },
    { method: 'POST', path: '/s/u/{token}', handler: links.leave },
    { method: 'GET', path: '/s/m', handler: asking.linkForm },
    { method: 'POST', path: '/s/m', handler: asking.askForLink },
    { method: 'GET', path: '/s/m/{token}', handler: links.lookAtChange },
    { method: 'POST', path: '/s/m/{token}', handler: links.change },
    { method: 'POST', path: '/api/v2/subscribers.json', handler: asking.statuspage },
  ];
}

/** What a browser loads that is told on the device itself. */
const pushRoutes = ({ pushKey, pushScript, pushWorker }: HookAnswers): Route<HttpEvent, HttpResult>[] => [
  { method: 'GET', path: PUSH_PATHS.key, handler: pushKey },
  { method: 'GET', path: PUSH_PATHS.script, handler: pushScript },
  { method: 'GET', path: PUSH_PATHS.worker, handler: pushWorker },
];
