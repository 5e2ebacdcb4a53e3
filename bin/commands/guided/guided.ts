import type { Answered, Finding, Preview } from '../../../shared/client/types.ts';
import { instant } from '../../../shared/core/instant.ts';
import { previewText } from '../look.ts';
import { story, whoPromised } from '../present.ts';
import { calledIn, printSaid, type Session } from '../session.ts';
import { Cancelled, type Prompts } from './prompts.ts';
import { adviceLine, askComponents, askImpact, askIncident, askText, askTime } from './questions.ts';

/** The statements that can be asked for step by step. */
export const GUIDED = ['open', 'update', 'resolve'] as const;
export type GuidedCommand = (typeof GUIDED)[number];

/** What to do, for somebody who typed `candor` and nothing else. */
export const askWhat = (prompts: Prompts): Promise<GuidedCommand | 'list' | 'show' | 'status'> =>
  prompts.choose('What happens?', [
    { value: 'open', label: 'Something is wrong', hint: 'open an incident' },
    { value: 'update', label: 'There is news', hint: 'update' },
    { value: 'resolve', label: 'It is over', hint: 'resolve' },
    { value: 'list', label: 'What is open?', hint: 'list' },
    { value: 'show', label: 'What was said so far?', hint: 'show' },
    { value: 'status', label: 'Is anything frozen or off?', hint: 'status' },
  ]);

/** Asks for one statement step by step, shows what every channel would say, and posts it once the person agrees. */
export async function guide(name: GuidedCommand, session: Session, prompts: Prompts): Promise<void> {
  const client = session.client();
  const now = new Date(session.surroundings.now());
  switch (name) {
    case 'open': {
      const title = await askText(prompts, 'What is wrong, in one line, as customers would say it?');
      const impact = await askImpact(prompts);
      const components = await askComponents(prompts, session);
      const message = await askText(prompts, 'What do customers notice, and what do you know?');
      const next = await askTime(prompts, 'When will you say more?', 'empty: as the cadence says', now);
      const body = { title, impact, components, message, ...(next === undefined ? {} : { nextUpdateBy: next }) };
      return say(session, prompts, { command: 'open', body }, (sent) => client.open({ ...body, ...sent }));
    }
    case 'update': {
      const { id } = await chosen(session, prompts);
      const status = await prompts.choose<'' | 'investigating' | 'identified' | 'monitoring'>('How far are you?', [
        { value: '', label: 'as before' },
        { value: 'identified', label: 'identified', hint: 'the cause is known' },
        { value: 'monitoring', label: 'monitoring', hint: 'it seems to work again' },
        { value: 'investigating', label: 'investigating' },
      ]);
      const message = await askText(prompts, 'What is new?');
      const advice = await client.etaAdvice(id).catch(() => undefined);
      if (advice) prompts.show('How long it may still take', adviceLine(advice));
      const eta = await askTime(prompts, 'When will it be restored?', 'empty: what was promised stands', now);
      const next = await askTime(prompts, 'When will you say more?', 'empty: as the cadence says', now);
      const body = {
        message,
        ...(status === '' ? {} : { status }),
        ...(eta === undefined ? {} : { restoreBy: eta }),
        ...(next === undefined ? {} : { nextUpdateBy: next }),
      };
      return say(session, prompts, { command: 'update', incident: id, body }, (sent) =>
        client.update(id, { ...body, ...sent }),
      );
    }
    case 'resolve': {
      const { id } = await chosen(session, prompts);
      const message = await askText(prompts, 'What works again, and since when?');
      return say(session, prompts, { command: 'resolve', incident: id, body: { message } }, (sent) =>
        client.resolve(id, sent),
      );
    }
  }
}

/** The open incident that is meant, and its story, so that nobody speaks without having read what was said. */
async function chosen(session: Session, prompts: Prompts) {
  const { client, surroundings } = session;
  const meant = await askIncident(prompts, (await client().list({ open: true })).incidents);
  const { incident } = await client().show(meant.id);
  const called = await calledIn(session, whoPromised(incident));
  prompts.show(incident.title, story(incident, instant(surroundings.now()), called));
  return incident;
}

type Sent = { message: string; override?: readonly string[] };

async function say(
  session: Session,
  prompts: Prompts,
  { body, ...asked }: { command: string; incident?: string; body: { message: string } },
  post: (sent: Sent) => Promise<Answered>,
): Promise<void> {
  let { message } = body;
  for (;;) {
    const preview = await session.client().preview({ ...asked, body: { ...body, message } });
    prompts.show('This is what goes out', previewText(preview));
    const asks = rulesOf(preview.findings ?? []);
    const again = (preview.findings ?? []).find(({ rule }) => rule === 'said-before');
    if (again && !(await saysItAgain(prompts, again))) {
      message = await askText(prompts, 'The text', message);
      continue;
    }
    switch (await decision(prompts, preview, asks)) {
      case 'post':
        return printSaid(session, await post({ message, ...(asks.length === 0 ? {} : { override: asks }) }));
      case 'change':
        message = await askText(prompts, 'The text', message);
        continue;
      case 'leave':
        throw new Cancelled();
    }
  }
}

/** Most often an answer was lost, and what is about to be said is public already. */
async function saysItAgain(prompts: Prompts, { reason }: Finding): Promise<boolean> {
  const answer = await prompts.choose<'leave' | 'change' | 'again'>(`Twice? ${reason.replace(/^y/, 'Y')}.`, [
    { value: 'leave', label: 'Say nothing', hint: 'it is public already' },
    { value: 'change', label: 'Change the text' },
    { value: 'again', label: 'Say it a second time' },
  ]);
  if (answer === 'leave') throw new Cancelled();
  return answer === 'again';
}

function decision(prompts: Prompts, preview: Preview, asks: readonly string[]): Promise<'post' | 'change' | 'leave'> {
  // A refusal for anything but the rules that ask about a text cannot be overridden: post is not offered.
  const refused = preview.wouldBeRefused && asks.length === 0;
  const label = asks.length === 0 ? 'Post it' : `Post it all the same (overrides ${asks.join(', ')})`;
  const post = refused ? [] : [{ value: 'post' as const, label }];
  const rest = [
    { value: 'change' as const, label: 'Change the text' },
    { value: 'leave' as const, label: 'Say nothing' },
  ];
  // Where something speaks against it, an Enter that was pressed without reading must not post it.
  const choices =
    (preview.findings ?? []).length > 0 ? [...rest.slice(0, 1), ...post, ...rest.slice(1)] : [...post, ...rest];
  return prompts.choose<'post' | 'change' | 'leave'>(refused ? 'It would be refused.' : 'Post it?', choices);
}

const rulesOf = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter(({ level }) => level === 'ask').map(({ rule }) => rule)),
];
