import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { functionNames } from '../../../../infra/constructs/function-names.ts';
import { addStacks, type Deployment } from '../../../../infra/stacks.ts';

/** A resource of the template, with the loose types that CloudFormation has. */
export type Resource = {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a resource's properties is CloudFormation's, not ours.
  Properties: Record<string, any>;
  DependsOn?: string | string[];
  [key: string]: unknown;
};
export type Template = { Resources: Record<string, Resource>; Parameters: Record<string, { Default?: string }> };

const root = path.resolve(import.meta.dirname, '../../../..');

/** What cdk.json tells the app, feature flags above all: without them another template comes out. */
export const projectContext = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')).context;

/** Bundles with nothing in them, since the template holds only their hash. Removed when `use` is done. */
export function withBundles<T>(use: (bundles: string) => T): T {
  const bundles = mkdtempSync(path.join(tmpdir(), 'candor-bundles-'));
  try {
    for (const name of functionNames) {
      mkdirSync(path.join(bundles, name));
      writeFileSync(path.join(bundles, name, 'index.mjs'), `export const handler = () => '${name}';\n`);
    }
    return use(bundles);
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
}

/** Templates of this process by what they were made with: making one takes a second, and most tests look at the same. */
const made = new Map<string, Template>();

/**
 * The template as it would be deployed, without nag and validation, which have a test of their own. Nobody may change it:
 * others look at the same.
 */
export function synthesise(stackId = 'Candor', deployment: Omit<Deployment, 'bundles'> = {}): Template {
  const key = JSON.stringify([stackId, deployment]);
  const template = made.get(key) ?? synthesiseAnew(stackId, deployment);
  made.set(key, template);
  return template;
}

/** The same, made now. */
export function synthesiseAnew(stackId = 'Candor', deployment: Omit<Deployment, 'bundles'> = {}): Template {
  const outdir = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  try {
    return withBundles((bundles) => {
      const app = new App({ context: projectContext(), analyticsReporting: false, outdir });
      addStacks(app, { bundles, ...deployment });
      return app.synth().getStackByName(stackId).template;
    });
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
    rmSync(outdir, { recursive: true, force: true });
  }
}

export const ofType = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

export function theOnly(template: Template, type: string): Resource {
  const [first, ...others] = ofType(template, type);
  if (!first || others.length > 0) throw new Error(`expected one ${type}, found ${others.length + (first ? 1 : 0)}`);
  return first[1];
}

/** The value with every intrinsic function written as one would say it: `<Table.Arn>/index/watch`. */
export function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken);
  if (value === null || typeof value !== 'object') return value;
  const [[key, inner] = [], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (key === 'Ref') return `<${plain(inner as string)}>`;
    if (key === 'Fn::GetAtt') return `<${plain(inner[0])}.${inner[1]}>`;
    if (key === 'Fn::Join') return inner[1].map(spoken).join(inner[0]);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spoken(part)]));
}

/** Logical ids end in a hash of their path. */
const plain = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
