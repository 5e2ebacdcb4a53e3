import { html } from 'hono/html';
import type { Step } from './cognito-sign-in.ts';

type Asking = Exclude<Step, { asks: 'nothing' }>;
type Html = ReturnType<typeof html>;

/**
 * A page of signing in. The form posts back to the address it came from, which holds what the client asked for.
 * `password`: what the field begins with.
 */
export function signInPage(step: Asking, password = ''): string {
  const { title, fields, button } = shown(step, password);
  return String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 4rem auto; padding: 0 1rem; }
      label { display: block; margin: 1rem 0 0.25rem; }
      input, button { font: inherit; width: 100%; padding: 0.75rem; box-sizing: border-box; }
      button { margin-top: 1.5rem; }
      code { overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>This page stands in for Cognito while Candor runs on one machine.</p>
      ${step.wrong === undefined ? '' : html`<p role="alert">${step.wrong}</p>`}
      <form method="post">
        ${'session' in step ? html`<input type="hidden" name="session" value="${step.session}" />` : ''}
        ${fields}
        <button>${button}</button>
      </form>
    </main>
  </body>
</html>`);
}

function shown(step: Asking, password: string): { title: string; fields: Html; button: string } {
  switch (step.asks) {
    case 'password':
      return {
        title: 'Sign in',
        fields: html`<label for="username">Username</label>
        <input id="username" name="username" autocomplete="username" value="${step.name}" required />
        ${passwordField('password', 'Password', 'current-password', password)}`,
        button: 'Sign in',
      };
    case 'new-password':
      return {
        title: 'Choose a password',
        fields: html`<p>The one in the mail was for this once.</p>
        ${passwordField('new-password', 'New password', 'new-password')}
        ${passwordField('again', 'The same again', 'new-password')}`,
        button: 'Keep it',
      };
    case 'app':
      return {
        title: 'Add an authenticator app',
        fields: html`<p>From now on the app shows a code for each sign-in. <a href="${step.uri}">Open it in your app</a>, or type this secret there:</p>
        <p><code id="secret">${step.secret}</code></p>
        ${codeField}`,
        button: 'Sign in',
      };
    case 'code':
      return { title: 'The code of your app', fields: codeField, button: 'Sign in' };
  }
}

const codeField = html`<label for="code">Code that the app shows now</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required />`;

const passwordField = (name: string, label: string, autocomplete: string, value = ''): Html =>
  html`<label for="${name}">${label}</label>
        <input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" value="${value}" required />`;
