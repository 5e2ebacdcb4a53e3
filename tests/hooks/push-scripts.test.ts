import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { PUSH_PATHS, PUSH_SCRIPT, PUSH_WORKER } from '../../shared/site/push.ts';

type Listener = (event: object) => void;

/** A service worker's surroundings, as far as ours uses them. */
function worker() {
  const listeners = new Map<string, Listener>();
  const did: unknown[] = [];
  const subscription = { unsubscribe: async () => void did.push('unsubscribed') };
  const context = createContext({
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    registration: {
      showNotification: async (title: string, how: object) => void did.push([title, how]),
      pushManager: { getSubscription: async () => subscription },
    },
    clients: { openWindow: async (url: string) => void did.push(`opened ${url}`) },
  });
  runInContext(PUSH_WORKER, context);
  const dispatch = async (name: string, event: object) => {
    let waited: Promise<unknown> = Promise.resolve();
    listeners.get(name)?.({
      ...event,
      waitUntil: (work: Promise<unknown>) => {
        waited = work;
      },
    });
    await waited;
  };
  return { did, dispatch, listens: [...listeners.keys()] };
}

describe('the service worker', () => {
  it('hears of messages and taps alone: no request of the site passes through it', () => {
    expect(worker().listens).toEqual(['push', 'notificationclick']);
  });

  it('shows what comes, in the place of what it showed of the same incident', async () => {
    const { did, dispatch } = worker();
    const said = { title: 'Resolved', text: 'It works.', url: 'https://status.example.com/', tag: 'i1', stop: 'Stop' };
    await dispatch('push', { data: { json: () => said } });
    expect(did).toEqual([
      [
        'Resolved',
        {
          body: 'It works.',
          tag: 'i1',
          renotify: true,
          data: 'https://status.example.com/',
          actions: [{ action: 'stop', title: 'Stop' }],
        },
      ],
    ]);
  });

  it('opens the page where it is tapped, and ends it where that is asked for', async () => {
    const { did, dispatch } = worker();
    const notification = { close: () => did.push('closed'), data: 'https://status.example.com/' };
    await dispatch('notificationclick', { notification, action: '' });
    await dispatch('notificationclick', { notification, action: 'stop' });
    expect(did).toEqual(['closed', 'opened https://status.example.com/', 'closed', 'unsubscribed']);
  });
});

/** A page with one form and one button, in a browser that can or cannot. */
function page({ permission = 'granted', status = 200, can = true, words = '', key = 200, location = '' } = {}) {
  const sent: [string, string][] = [];
  let press: () => Promise<void> = async () => {};
  const output = {
    textContent: '',
    links: [] as object[],
    append: (_: string, link: object) => void output.links.push(link),
  };
  const button = {
    hidden: true,
    disabled: false,
    dataset: { push: '', done: 'You will be told.', denied: 'Not allowed.', failed: 'It failed.' },
    nextElementSibling: output,
    form: { action: 'https://status.example.com/s' },
    addEventListener: (_: string, listener: typeof press) => {
      press = listener;
    },
  };
  const keys = { p256dh: 'P', auth: 'A' };
  const pushManager = {
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => ({
      toJSON: () => ({ endpoint: `https://push.example/${applicationServerKey.join('.')}`, keys }),
    }),
  };
  const registered: string[] = [];
  const window = can ? { PushManager: {} } : {};
  runInContext(
    PUSH_SCRIPT,
    createContext({
      document: { querySelectorAll: () => [button], createElement: (tag: string) => ({ tag }) },
      window,
      navigator: {
        serviceWorker: {
          register: async (path: string) => void registered.push(path),
          getRegistration: async () => ({ active: {}, pushManager }),
        },
      },
      Notification: { requestPermission: async () => permission },
      FormData: class {
        *[Symbol.iterator]() {
          yield ['level', 'ends'];
        }
      },
      URLSearchParams,
      Uint8Array,
      atob,
      fetch: async (url: string, asked?: { body: URLSearchParams }) => {
        if (asked === undefined) return { ok: url === PUSH_PATHS.key && key < 400, text: async () => 'BA-_' };
        sent.push([url, asked.body.toString()]);
        const headers = new Headers({ 'content-type': words ? 'text/plain; charset=utf-8' : 'text/html' });
        if (location !== '') headers.set('location', location);
        return { ok: status < 400, headers, text: async () => words };
      },
    }),
  );
  return { button, output, sent, registered, press: () => press() };
}

describe('the button that follows by push', () => {
  it('is not seen where the browser cannot', () => {
    expect(page({ can: false }).button.hidden).toBe(true);
    expect(page().button.hidden).toBe(false);
  });

  it('sends the form as it is filled, with where the browser is told', async () => {
    const { press, sent, output, registered, button } = page();
    await press();
    expect(sent).toEqual([
      [
        'https://status.example.com/s',
        'level=ends&kind=push&endpoint=https%3A%2F%2Fpush.example%2F4.15.191&p256dh=P&auth=A',
      ],
    ]);
    expect(registered).toEqual([PUSH_PATHS.worker]);
    expect([output.textContent, button.disabled]).toEqual(['You will be told.', false]);
  });

  it('shows the link by which this device is changed, where the answer has one', async () => {
    const href = 'https://status.example.com/s/m/t0k.en';
    const { press, output } = page({ words: 'Change it', location: href });
    await press();
    expect(output).toMatchObject({
      textContent: 'You will be told.',
      links: [{ tag: 'a', href, textContent: 'Change it' }],
    });
    const without = page();
    await without.press();
    expect(without.output.links).toEqual([]);
  });

  it('says what became of it: not allowed, or not taken', async () => {
    const denied = page({ permission: 'denied' });
    await denied.press();
    expect([denied.output.textContent, denied.sent]).toEqual(['Not allowed.', []]);
    const refused = page({ status: 403 });
    await refused.press();
    expect(refused.output.textContent).toBe('It failed.');
    const wrong = page({ status: 422, words: 'Choose at least one part.' });
    await wrong.press();
    expect(wrong.output.textContent).toBe('Choose at least one part.');
    const keyless = page({ key: 503 });
    await keyless.press();
    expect([keyless.output.textContent, keyless.sent]).toEqual(['It failed.', []]);
  });
});
