import { randomUUID } from 'node:crypto';
import { seqIn } from '../../shared/app/etag.ts';
import type { ApiEntry } from '../../shared/client/types.ts';
import type { FormContext } from '../../shared/console/form-context.ts';
import type { Html } from '../../shared/console/layout.ts';
import { changingNotice, DECISIONS, type Decision, decisionNotice } from '../../shared/console/notices.ts';
import { path } from '../../shared/console/pages.ts';
import { PAGES } from '../../shared/console/paths.ts';
import type { Submission } from '../../shared/console/submission.ts';
import { sameWords } from '../../shared/core/lint/said-before.ts';
import { namesOf } from './names.ts';
import type { ConsoleRequest } from './request.ts';

type Values = Submission['values'];

/** The decision that a form still waits for. */
export const pendingIn = ({ pending }: Values): Decision | undefined => DECISIONS.find((one) => one === pending);

/** Above a form that waits for a decision: what was said, and what its author wrote. */
export async function noticeOf(
  request: ConsoleRequest,
  context: FormContext,
  decision: Decision,
  values: Values,
): Promise<Html> {
  const { said, link } = await saidMeanwhile(request, context, decision, values);
  const undecided = {
    decision,
    said,
    link,
    mine: mineIn(values),
    // Of a form that was looked at again the state stays that which its author was asked about.
    seen: values.seen || (context.current ?? ''),
    // What was accepted under the old key stays that; nothing was accepted under it where somebody else was faster.
    nextKey: values.nextKey || (decision === 'reused' ? randomUUID() : (values.key ?? randomUUID())),
  };
  return decisionNotice(await tellerOf(request, context), undecided);
}

/** After *Change mine*. */
export async function noticeWhileChanging(
  request: ConsoleRequest,
  context: FormContext,
  decision: Decision,
  values: Values,
): Promise<Html> {
  const { said } = await saidMeanwhile(request, context, decision, values);
  return changingNotice(await tellerOf(request, context), said);
}

async function tellerOf({ ports, client }: ConsoleRequest, { now }: FormContext) {
  return { voice: ports.voice, now, names: await namesOf(ports, client) };
}

type Said = { said: readonly ApiEntry[]; link: string | undefined };

async function saidMeanwhile(
  { client, session }: ConsoleRequest,
  { incident, etag }: FormContext,
  decision: Decision,
  values: Values,
): Promise<Said> {
  if (incident !== undefined && decision !== 'again') {
    const seen = seqIn(values.etag ?? etag ?? '');
    return { said: incident.entries.filter(({ seq }) => seq > seen), link: undefined };
  }
  const mine = mineIn(values);
  // Whose words they are the API has looked at; of an earlier version it does not say which it is.
  const isMine = (entry: ApiEntry) =>
    !entry.automated && (decision === 'again' ? sameWords(entry.message ?? '', mine) : entry.actor === session.person);
  // What begins with its form has no incident yet; the one that began with the same words is among those that are open.
  const chains = incident === undefined ? (await client.list({ open: true })).incidents : [incident];
  const found = chains.find(({ entries }) => entries.some(isMine));
  const entry = found?.entries.findLast(isMine);
  if (found === undefined || entry === undefined) return { said: [], link: PAGES.overview };
  return { said: [entry], link: `${path(found)}/said/${entry.seq}` };
}

/** What its author typed, whichever field it went into. */
export const mineIn = ({ message, note }: Values): string => message ?? note ?? '';
