/** Every Lambda function of the pipeline: its folder under `functions/`, its bundle under `dist/`, its place in the stack. */
export const functionNames = [
  'command',
  'intake',
  'sweep',
  'publish-site',
  'publish-x',
  'publish-keyed',
  'publish-mail',
  'publish-hooks',
  'mail-feedback',
  'subscribe',
  'console',
  'listen',
] as const;

export type FunctionName = (typeof functionNames)[number];

/** `publish-site` → `PublishSite`: the construct id, from which CloudFormation makes the function's name. */
export const constructId = (name: string): string =>
  name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
