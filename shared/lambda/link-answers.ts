import {
  type ActOnLinkPorts,
  actOnLink,
  type LinkDone,
  type LinkReady,
  type LinkRefused,
  lookAtLink,
} from '../app/act-on-link.ts';
import { linkPage } from '../console/link-page.ts';
import { pageHeaders } from '../console/page-headers.ts';
import { bodyText, type HttpEvent, type HttpResult } from './http.ts';
import { logger } from './logger.ts';

export type LinkPorts = ActOnLinkPorts & { brand: string; siteUrl: string };

/** The address holds a secret: it is kept nowhere and told to nobody. */
const headers = { ...pageHeaders(), 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' };

/** What links from reminders show, and what they do. */
export function linkAnswers(ports: LinkPorts) {
  const token = (event: HttpEvent) => event.pathParameters?.token ?? '';
  const answer = (state: LinkRefused | LinkReady | LinkDone, moved = false): HttpResult => {
    const frame = { brand: ports.brand, siteUrl: ports.siteUrl, person: undefined, csrf: '' };
    const { status, body } = linkPage(ports.voice, frame, state, ports.clock.now(), moved);
    return { statusCode: status, headers, body };
  };
  return {
    look: async (event: HttpEvent) => answer(await lookAtLink(ports, token(event))),

    async act(event: HttpEvent) {
      const form = new URLSearchParams(bodyText(event));
      const [by, version] = ['by', 'version'].map((name) => form.get(name) ?? undefined);
      const state = await actOnLink(ports, token(event), by, version);
      if (state.type === 'done')
        logger.info('acted by link', { incident: state.incident.id, action: state.link.action, to: state.link.to });
      return answer(state, state.type === 'ready');
    },
  };
}
