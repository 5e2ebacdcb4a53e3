import { html } from 'hono/html';
import { type AnswerCommand, type At, deskClient } from '../../../shared/client/desk.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import type { TypedAnswer } from '../../../shared/console/desk/mention-shown.ts';
import { TEMPLATE_LABEL } from '../../../shared/console/desk/words.ts';
import type { Html } from '../../../shared/console/layout.ts';
import { alertNotice } from '../../../shared/console/notices.ts';
import { PAGES, pathTo } from '../../../shared/console/paths.ts';
import { PEOPLES_TEMPLATES, type TemplateName } from '../../../shared/core/desk/template.ts';
import type { Answer } from '../answer.ts';
import { refusal } from '../refusal.ts';
import { type ConsoleRequest, consoleRequests } from '../request.ts';

type Back = (outcome: {
  status?: number;
  notice?: Html;
  typed: TypedAnswer;
  key?: string | undefined;
}) => Promise<Answer>;

/** Chooses words, or sends them: once, and only if nobody spoke since they were read. On anything else the page comes back. */
export async function sendAnswer(request: ConsoleRequest, form: URLSearchParams, at: At, back: Back): Promise<Answer> {
  const typed = typedIn(form);
  const key = form.get('key') || undefined;
  const chosen = form.get('choose');
  if (chosen !== null) return back({ typed: await chose(request, at, typed, chosen), key });
  if (typed.text.trim() === '') return back({ status: 422, typed: { ...typed, wrong: [NOTHING_WRITTEN] }, key });
  try {
    await deskClient(request.client).answer(at, commandOf(typed), typed.etag);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status === 401) throw error;
    if (!isOurs(error, request, typed)) return refused(error, typed, key, back);
  }
  // The browser forgets what it kept of the form with this key.
  const { redirect } = consoleRequests(request.ports);
  return redirect(`${pathTo(PAGES.mention, at)}${/^[\w-]{1,64}$/.test(key ?? '') ? `?of=${key}` : ''}#main`);
}

const NOTHING_WRITTEN = 'There is nothing written yet: choose words above, or write your own.';

const typedIn = (form: URLSearchParams): TypedAnswer => ({
  // Browsers send line breaks as CRLF.
  text: (form.get('text') ?? '').replace(/\r\n?/g, '\n'),
  template: form.get('template') || undefined,
  etag: form.get('etag') || undefined,
  before: form.get('before')?.replace(/\r\n?/g, '\n') || undefined,
});

function commandOf({ text, template }: TypedAnswer): AnswerCommand {
  const named = PEOPLES_TEMPLATES.find((one) => one === template);
  return { text: text.trim(), ...(named === undefined ? {} : { template: named }) };
}

/** The chosen words as they are now, with the state that they go with; what somebody had written themselves stays in sight. */
async function chose({ client }: ConsoleRequest, at: At, typed: TypedAnswer, chosen: string): Promise<TypedAnswer> {
  const { suggestions, etag } = await deskClient(client).one(at);
  const words = suggestions.find(({ template }) => template === chosen);
  if (words === undefined) return typed;
  const own = typed.text.trim() !== '' && !suggestions.some(({ text }) => text === typed.text.trim());
  return { text: words.text, template: chosen, etag, before: own ? typed.text : typed.before };
}

/** True of a refusal of what we said ourselves a moment ago: the first try arrived, and its answer did not. */
function isOurs({ code, problem }: ApiProblem, { session }: ConsoleRequest, typed: TypedAnswer): boolean {
  const first = problem.more.answer as { by?: string; text?: string } | undefined;
  return code === 'answered-already' && first?.by === session.person && first.text === typed.text.trim();
}

async function refused(error: ApiProblem, typed: TypedAnswer, key: string | undefined, back: Back): Promise<Answer> {
  const { status, code, problem } = error;
  switch (code) {
    case 'changed-meanwhile': {
      const etag = typeof problem.more.currentEtag === 'string' ? problem.more.currentEtag : undefined;
      return back({ status, notice: spokenSince(error), typed: { ...typed, etag }, key });
    }
    case 'answered-already':
      return back({ status, notice: answeredBy(error), typed, key });
    case 'reply-not-sayable':
      return back({
        status,
        notice: NOT_SENT,
        typed: { ...typed, wrong: problem.errors.map(({ reason }) => reason) },
        key,
      });
    default:
      return back({ status, notice: refusal(error), typed, key });
  }
}

const NOT_SENT = alertNotice(
  html`<p><strong>Nothing was sent.</strong> Something in your words may not go out; what it is stands at your text. Change it and send it again.</p>`,
);

/** The new words come first; one's own stay in the field, and go out behind them if they still hold. */
const spokenSince = ({ problem }: ApiProblem): Html => {
  const fresh = (problem.more.suggestions ?? []) as { template: TemplateName; text: string }[];
  return alertNotice(
    html`<p><strong>Somebody has spoken since you read this.</strong> Nothing was sent. What we say now stands on this page, and these are the words that go with it:</p>${fresh.map(({ template, text }) => html`<blockquote><p class="soft">${TEMPLATE_LABEL[template]}</p><p class="text">${text}</p></blockquote>`)}<p>Yours is below, as you wrote it. Choose new words, or send yours if it still holds.</p>`,
  );
};

const answeredBy = ({ problem }: ApiProblem): Html => {
  const {
    by = 'Somebody',
    at = '',
    text = '',
  } = (problem.more.answer ?? {}) as { by?: string; at?: string; text?: string };
  return alertNotice(
    html`<p><strong>${by} was first</strong>${at === '' ? '' : html`, at ${at.slice(11, 19)} UTC`}. Yours was not sent: each person is answered once about an incident.${text === '' ? ' They did it by hand.' : ' They wrote:'}</p>${text === '' ? '' : html`<blockquote><p class="text">${text}</p></blockquote>`}`,
  );
};
