import type * as z from 'zod';
import type * as answers from '../contract/desk-answers.ts';
import type { Answer } from '../core/desk/answer.ts';
import type { DeskCase } from '../core/desk/case.ts';
import { type Mention, stateAt } from '../core/desk/kept-mention.ts';
import { addressOf } from '../core/desk/mention.ts';
import type { DeskPerson } from '../core/desk/person.ts';
import type { DeskTemplate } from '../core/desk/template.ts';
import type { Instant } from '../core/instant.ts';

type MentionView = z.output<typeof answers.deskMoved>['mention'];

/** A mention as people see it. Where its author took it away, or its words are gone, nothing leads to it any more. */
export function mentionView(one: Mention, now: Instant): MentionView {
  const { source, id, person, at, since, by, reason, direct, summoned, incident, about, emptied } = one;
  const state = stateAt(one, now);
  const link = direct || emptied !== undefined ? undefined : addressOf(one);
  return {
    source,
    id,
    ...(link === undefined ? {} : { link }),
    person,
    from: one.to.author.handle,
    text: one.text ?? '',
    at,
    state,
    since,
    ...(by === undefined || state === 'new' ? {} : { by }),
    ...(state === 'taken' && one.takenUntil !== undefined ? { until: one.takenUntil } : {}),
    ...(reason === undefined ? {} : { reason }),
    direct,
    byHand: !summoned && !direct,
    ...(incident === undefined ? {} : { incident }),
    components: about.components,
    why: about.why,
    ...(one.case === undefined ? {} : { case: one.case }),
    ...(emptied === undefined ? {} : { emptied }),
  };
}

/** What somebody was told. */
export const answerView = ({
  kind,
  state,
  text,
  template,
  by,
  at,
  reason,
  case: name,
}: Answer): z.output<typeof answers.deskAnswered>['answer'] => ({
  kind,
  state,
  text,
  ...(template === undefined ? {} : { template }),
  by,
  at,
  ...(reason === undefined ? {} : { reason }),
  ...(name === undefined ? {} : { case: name }),
});

/** Somebody of whom a decision is kept. `from`: what they are called, where that is still known from what they said. */
export const personView = (
  { source, person: id, muted, optedOut }: DeskPerson,
  from?: string,
): z.output<typeof answers.deskPerson> => ({
  source,
  id,
  ...(from === undefined || from === '' ? {} : { from }),
  ...(muted === undefined ? {} : { muted }),
  ...(optedOut === undefined ? {} : { optedOut }),
});

export const caseView = ({
  name,
  state,
  at,
  incident,
  source,
  mention,
  handedAt,
  notes,
}: DeskCase): z.output<typeof answers.deskCase> => ({
  case: name,
  state,
  at,
  ...(incident === undefined ? {} : { incident }),
  source,
  mention,
  ...(handedAt === undefined ? {} : { handedAt }),
  notes,
});

/** Proposed words; who may not approve them because they are theirs, is not said here. */
export function templateView({
  subject: _subject,
  version: _version,
  component,
  region,
  decidedBy,
  decidedAt,
  ...one
}: DeskTemplate): z.output<typeof answers.deskTemplate> {
  return {
    ...one,
    ...(component === undefined ? {} : { component }),
    ...(region === undefined ? {} : { region }),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(decidedAt === undefined ? {} : { decidedAt }),
  };
}
