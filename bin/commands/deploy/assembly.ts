import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { StackTemplate } from '../aws/stack.ts';

/** One stack as CDK has synthesised it; `region` undefined where it goes wherever the credentials point. */
export type Synthesised = { name: string; region: string | undefined; template: StackTemplate };

type Artifact = {
  type: string;
  environment?: string;
  properties?: { templateFile?: string; stackName?: string };
};

/** The stacks of a cloud assembly, as `cdk synth --output` leaves it. */
export function stacksIn(folder: string): Synthesised[] {
  const { artifacts = {} } = jsonIn(path.join(folder, 'manifest.json')) as { artifacts?: Record<string, Artifact> };
  return Object.entries(artifacts).flatMap(([id, { type, environment = '', properties = {} }]) => {
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const region = environment.split('/').at(-1);
    return [
      {
        name: properties.stackName ?? id,
        region: region === undefined || region === '' || region === 'unknown-region' ? undefined : region,
        template: jsonIn(path.join(folder, properties.templateFile)) as StackTemplate,
      },
    ];
  });
}

const jsonIn = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
