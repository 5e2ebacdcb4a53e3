import type * as z from 'zod';
import type { Command } from '../core/command.ts';
import type { ComponentState } from '../core/entry.ts';
import type { Instant } from '../core/instant.ts';
import { mergedInto } from '../wording/merging.ts';
import { removedBecause } from '../wording/redaction.ts';
import type { Voice } from '../wording/sentences.ts';
import type { IncidentCommandName } from './incident-command-names.ts';
import { parseMoment } from './moment.ts';
import { checkComponents, openCommand, parseBody, reopenCommand, resolveCommand, updateCommand } from './parse.ts';
import {
  correctionBody,
  mergeBody,
  openBody,
  postmortemBody,
  redactionBody,
  reopenBody,
  resolveBody,
  retractBody,
  updateBody,
} from './schemas.ts';

/** What a body means: the command, and the ids of the lint rules that its author overrides. */
export type ParsedCommand = { command: Command; overrides: readonly string[] };

/** What reading a body takes: the ids that a statement may name, and the words for what its author left out. */
export type ParserPorts = {
  components: ReadonlySet<string>;
  voice: Voice;
  /** The incident that a merge names, if there is one that it may go on in. */
  target?: { title: string } | undefined;
};

/** Checks a body and makes a command of it at the time of acceptance. Throws a `Problem` that names the fields. */
export type CommandParser = (body: unknown, now: Instant, ports: ParserPorts) => ParsedCommand;

type Common = { override?: string[] | undefined; components?: ComponentState[] | undefined };

function parser<Schema extends z.ZodType<Common>>(
  schema: Schema,
  toCommand: (body: z.output<Schema>, now: Instant, ports: ParserPorts) => Command,
): CommandParser {
  return (raw, now, ports) => {
    const body = parseBody(schema, raw);
    checkComponents(body.components, ports.components);
    return { command: toCommand(body, now, ports), overrides: body.override ?? [] };
  };
}

/** `POST /v1/incidents` */
export const openParser = parser(openBody, openCommand);

/** What each command on an existing incident is read by. */
export const incidentParsers = {
  updates: parser(updateBody, updateCommand),
  resolve: parser(resolveBody, resolveCommand),
  reopen: parser(reopenBody, reopenCommand),
  corrections: parser(correctionBody, ({ corrects, message, happenedAt }, now) => ({
    type: 'Correct',
    corrects,
    message,
    ...(happenedAt === undefined ? {} : { happenedAt: parseMoment('happenedAt', happenedAt, now) }),
  })),
  postmortem: parser(postmortemBody, ({ message }) => ({ type: 'PublishPostmortem', message })),
  retract: parser(retractBody, ({ message }) => ({ type: 'Retract', message })),
  merge: parser(mergeBody, ({ into, redirect, message }, _now, { voice, target }) => ({
    type: 'Merge',
    into,
    ...(redirect ? { redirect } : {}),
    message: message ?? mergedInto(voice, target?.title ?? ''),
  })),
  redactions: parser(redactionBody, ({ seq, reason, note }, _now, { voice }) => ({
    type: 'Redact',
    seq,
    message: removedBecause(voice, reason, note),
    ...(note === undefined ? {} : { note }),
  })),
} satisfies Record<IncidentCommandName, CommandParser>;
