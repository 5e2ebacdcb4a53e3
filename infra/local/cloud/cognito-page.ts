import { html } from 'hono/html';

/** The sign-in page. The form posts back to the address it came from, which holds what the client asked for. */
export function signInPage(fields: {
  readonly name: string;
  readonly password: string;
  readonly refused?: boolean;
}): string {
  return String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 4rem auto; padding: 0 1rem; }
      label { display: block; margin: 1rem 0 0.25rem; }
      input, button { font: inherit; width: 100%; padding: 0.75rem; box-sizing: border-box; }
      button { margin-top: 1.5rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>Sign in</h1>
      <p>This page stands in for Cognito while Candor runs on one machine.</p>
      ${fields.refused ? html`<p role="alert">Incorrect username or password.</p>` : ''}
      <form method="post">
        <label for="username">Username</label>
        <input id="username" name="username" autocomplete="username" value="${fields.name}" required />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" value="${fields.password}" required />
        <button>Sign in</button>
      </form>
    </main>
  </body>
</html>`);
}
