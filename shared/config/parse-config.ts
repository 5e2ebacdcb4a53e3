import { type Config, configSchema } from './config-schema.ts';

/** A config that a person can mend: every problem named by its place, before anything runs with half of it. */
export function parseConfig(value: unknown, file = 'candor.config.json'): Config {
  const parsed = configSchema.safeParse(value);
  const problems = parsed.success
    ? problemsBetween(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`);
  if (!parsed.success || problems.length > 0)
    throw new Error(`${file} is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return parsed.data;
}

/** What is wrong between fields that are right by themselves. */
function problemsBetween({ groups, components, channels, intake, desk }: Config): string[] {
  const grouped = new Set(groups.map(({ id }) => id));
  const known = new Set(components.map(({ id }) => id));
  const ids = [...components, ...groups].map(({ id }) => id);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  const lost = components.filter(({ group }) => group !== undefined && !grouped.has(group));
  const aimless = intake.sources.flatMap(({ id, rules }) =>
    rules.flatMap(({ component }) => (component.startsWith('{') || known.has(component) ? [] : [{ id, component }])),
  );
  const unheard = desk.templates.filter(({ component }) => component !== undefined && !known.has(component));
  // Mail comes by the webhook of a ticket system, which needs no account of a channel, and is answered by another.
  const unspoken = desk.sources.filter((source) => source !== 'mail' && !channels.some((one) => one === source));
  const unanswered = desk.sources.includes('mail') && desk.ticketSystem === undefined;
  return [
    ...unspoken.map(
      (source) => `desk.sources: "${source}" is heard by the account of that channel; name it in channels too`,
    ),
    ...(unanswered
      ? [
          'desk.ticketSystem: is missing, and "mail" in desk.sources needs it: the https address of your ticket system to which answers go (docs/ticket-systems.md)',
        ]
      : []),
    ...unheard.map(
      ({ name, component }) => `desk: the template "${name}" is for "${component}", which is not a component`,
    ),
    ...[...twice].map((id) => `the id "${id}" is used twice; give each component and group its own`),
    ...lost.map(({ id, group }) => `components: "${id}" is in group "${group}", which groups does not list`),
    ...aimless.map(({ id, component }) => `intake: the source "${id}" names "${component}", which is not a component`),
  ];
}
