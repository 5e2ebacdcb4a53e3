import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { Context } from 'aws-lambda';
import { remind } from '../../shared/app/remind/remind.ts';
import { type HttpEvent, type HttpResult, problemDocuments } from '../../shared/lambda/http.ts';
import { linkRoutes } from '../../shared/lambda/link-routes.ts';
import type { ReminderMessage } from '../../shared/ports/reminders.ts';
import { api } from '../lint/api.ts';

export const KEY = 'a key of enough letters for a signature';
export const OPS = 'https://ops.example';

/** The real API, the real reminders and the pages of their links, over memory, at 10:00. */
export function house() {
  const outside = api();
  const { clock, ports, opened, send, entries } = outside;
  let key = KEY;
  const linkKey = async () => key;
  const messages: ReminderMessage[] = [];
  const inRoom: ReminderMessage[] = [];
  const target = (name: string, personal: boolean, box: ReminderMessage[]) => ({
    name,
    personal,
    confirmed: async () => true,
    send: async (message: ReminderMessage) => void box.push(message),
  });
  const remindPorts = {
    ...ports,
    targets: [target('phone', true, messages), target('room', false, inRoom)],
    recipients: { commander: 'ada', deputy: 'grace', escalation: 'on-call' },
    approver: 'olga',
    links: { key: linkKey, opsUrl: OPS, warn: () => undefined },
    places: { consoleUrl: `${OPS}/console`, siteUrl: ports.siteUrl },
  };
  const router = middy<HttpEvent, HttpResult>()
    .use(problemDocuments())
    .handler(
      httpRouter<HttpEvent, HttpResult>({
        routes: linkRoutes({ ...ports, linkKey, linksApprove: true, brand: 'Example' }),
      }),
    );

  async function request(method: 'GET' | 'POST', url: string, form: Record<string, string> = {}) {
    const event = {
      version: '2.0',
      rawPath: new URL(url).pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      requestContext: { requestId: 'r', http: { method, path: new URL(url).pathname } },
      body: new URLSearchParams(form).toString(),
      isBase64Encoded: false,
    } as unknown as HttpEvent;
    const { statusCode = 0, body = '', headers = {} } = await router(event, {} as Context);
    return { status: statusCode, body, headers };
  }

  return {
    ...outside,
    messages,
    inRoom,
    request,
    opened,
    send,
    entries,
    wait: (minutes: number) => {
      clock.nowMs += minutes * 60_000;
    },
    remind: (id: string) => remind(remindPorts, id),
    newKey: (other: string) => {
      key = other;
    },
    /** The newest link to `action` that a person got. */
    link: (action: 'no-news' | 'on-it', to = 'ada'): string => {
      const label = action === 'no-news' ? 'No news' : 'I am on it';
      const message = messages.findLast(
        (one) => one.to === to && one.actions?.some((act) => act.label.startsWith(label)),
      );
      return message?.actions?.find((act) => act.label.startsWith(label))?.url ?? 'https://ops.example/a/none';
    },
  };
}

/** What the form of a page would send. */
export const formOf = (body: string): Record<string, string> =>
  Object.fromEntries([...body.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));

/** What a person reads of a page. */
export const read = (body: string): string =>
  body
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
