/** Where the two, and the key that a browser subscribes with, are served (the function of sign-up). The worker's scope is its folder: it sees no page of the site. */
export const PUSH_PATHS = { script: '/s/push.js', worker: '/s/push-worker.js', key: '/s/push-key' } as const;

/**
 * What the service worker does: shows what comes, replaces what it showed of the same incident, opens its page where it is
 * tapped, and ends the subscription where that is asked for. It keeps nothing, and no request passes through it. What it
 * is sent is `{title, text, url, tag, stop}` (`shared/adapters/push/web-push.ts`).
 */
export const PUSH_WORKER = `addEventListener('push', event => {
const { title, text, url, tag, stop } = event.data.json();
event.waitUntil(registration.showNotification(title, { body: text, tag, renotify: true, data: url, actions: [{ action: 'stop', title: stop }] }))
});
addEventListener('notificationclick', event => {
event.notification.close();
event.waitUntil(event.action == 'stop' ? registration.pushManager.getSubscription().then(subscription => subscription && subscription.unsubscribe()) : clients.openWindow(event.notification.data))
})`;

/**
 * What makes a button of a form a way to follow by push: shows it where the browser can, and once it is pressed asks for
 * the permission and sends the form as it is filled, with `kind`, `endpoint`, `p256dh` and `auth`. The button carries its
 * words: `<button type="button" data-push="/s/push.js" data-done="…" data-denied="…" data-failed="…" hidden>`; what became of it stands in
 * the element behind it, `<output>`. `data-push` is what the panel's script loads once it is opened. Our public key, in base64url, is asked for, because pages are made where nobody has it.
 * An answer in plain text says what is wrong, in words for whoever pressed; one that is well has the link by which this
 * device is changed, seen or erased (`location`), and what that is called.
 */
export const PUSH_SCRIPT = `for (const button of document.querySelectorAll('[data-push]')) if ('PushManager' in window && 'serviceWorker' in navigator) {
button.hidden = false;
button.addEventListener('click', async () => {
const say = name => { button.nextElementSibling.textContent = button.dataset[name] };
button.disabled = true;
try {
if (await Notification.requestPermission() != 'granted') return say('denied');
await navigator.serviceWorker.register('${PUSH_PATHS.worker}');
const worker = await navigator.serviceWorker.getRegistration('${PUSH_PATHS.worker}');
await new Promise(ready => { const waiting = worker.installing || worker.waiting; worker.active || !waiting ? ready() : waiting.addEventListener('statechange', () => waiting.state == 'activated' && ready()) });
const answered = await fetch('${PUSH_PATHS.key}');
if (!answered.ok) return say('failed');
const key = Uint8Array.from(atob((await answered.text()).replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
const { endpoint, keys } = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })).toJSON();
const answer = await fetch(button.form.action, { method: 'POST', body: new URLSearchParams([...new FormData(button.form), ['kind', 'push'], ['endpoint', endpoint], ['p256dh', keys.p256dh], ['auth', keys.auth]]) });
if (answer.ok) {
say('done');
const at = answer.headers.get('location');
if (at) button.nextElementSibling.append(' ', Object.assign(document.createElement('a'), { href: at, textContent: await answer.text() }))
} else if (answer.headers.get('content-type')?.startsWith('text/plain')) button.nextElementSibling.textContent = await answer.text();
else say('failed')
} catch { say('failed') } finally { button.disabled = false }
})
}`;
