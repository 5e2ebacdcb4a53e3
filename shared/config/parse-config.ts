import { type Config, configSchema } from './config-schema.ts';

/** A config that a person can mend: every problem named by its place, before anything runs with half of it. */
export function parseConfig(value: unknown, file = 'candor.config.json'): Config {
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(root)'}: ${issue.message}`);
    throw new Error(`${file} is not valid:\n${problems.join('\n')}`);
  }
  const groups = new Set(parsed.data.groups.map((group) => group.id));
  const ids = [...parsed.data.components.map((component) => component.id), ...groups];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice)
    throw new Error(`${file} is not valid:\n  the id "${twice}" is used twice; give each component and group its own`);
  const lost = parsed.data.components.find(
    (component) => component.group !== undefined && !groups.has(component.group),
  );
  if (lost)
    throw new Error(
      `${file} is not valid:\n  components: "${lost.id}" is in group "${lost.group}", which groups does not list`,
    );
  const components = new Set(parsed.data.components.map((component) => component.id));
  for (const source of parsed.data.intake.sources) {
    const rule = source.rules.find(({ component }) => !component.startsWith('{') && !components.has(component));
    if (rule)
      throw new Error(
        `${file} is not valid:\n  intake: the source "${source.id}" names "${rule.component}", which is not a component`,
      );
  }
  return parsed.data;
}
