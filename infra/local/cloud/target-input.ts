import type { Properties } from './template.ts';

/** What a rule's target gets of an event: all of it, a fixed text, a part, or a text with parts filled in. */
export function targetInput(event: Properties, target: Properties): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(at(event, target.InputPath) ?? null);
  if (target.InputTransformer === undefined) return JSON.stringify(event);

  const { InputPathsMap = {}, InputTemplate } = target.InputTransformer;
  const predefined: Record<string, unknown> = {
    'aws.events.event': event,
    'aws.events.event.json': event,
    'aws.events.event.ingestion-time': event.time,
  };
  const template: string = InputTemplate;
  return template.replace(/<([\w.-]+)>/g, (_whole, name: string, index: number) => {
    const value = name in predefined ? predefined[name] : at(event, InputPathsMap[name]);
    if (!isInsideQuotes(template, index)) return value === undefined ? '""' : JSON.stringify(value);
    if (value === undefined) return '';
    return typeof value === 'string'
      ? JSON.stringify(value).slice(1, -1)
      : JSON.stringify(value).replaceAll('"', '\\"');
  });
}

/** A JSON path of names only, as rules use them. */
function at(event: Properties, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  const names = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean);
  return names.reduce<Properties | undefined>((value, name) => value?.[name], event);
}

function isInsideQuotes(template: string, index: number): boolean {
  let inside = false;
  for (let i = 0; i < index; i += 1) {
    if (template[i] === '\\') i += 1;
    else if (template[i] === '"') inside = !inside;
  }
  return inside;
}
