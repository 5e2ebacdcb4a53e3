import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, REGION } from './arn.ts';
import { type HostRecord, rewriteAll } from './dns.ts';
import { evaluateCondition, NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { unmodelledProperties } from './property-check.ts';
import { type Identity, localId } from './resources/kind.ts';
import { kinds } from './resources/kinds.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties are an open world; the list of modelled paths guards them.
export type Properties = Record<string, any>;

/** One resource of the template with its physical name and its resolved properties. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly arn: string;
  readonly properties: Properties;
}

/** A synthesised stack, resolved, with those that it needs: what runs. */
export interface Template {
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  ofType(...types: string[]): Resource[];
  /** The folder that a function's `Code.S3Key` was uploaded from. */
  assetFolder(objectKey: string): string;
  /** The resource with this ARN, or undefined. */
  byArn(arn: string): Resource | undefined;
}

export interface TemplateSource {
  /** The folder that `cdk synth` wrote. */
  readonly cdkOut: string;
  readonly stack: string;
  /** Values of the stack's parameters, where they differ from their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The region that this machine plays; the one that the stack is made for if not said. */
  readonly region?: string | undefined;
  /** Which local origin stands for which AWS host, once the names of the stack's resources are known. */
  readonly hosts?: (identities: readonly (Identity & { type: string })[]) => HostRecord[];
}

const topLevel = ['Resources', 'Parameters', 'Conditions', 'Mappings', 'Outputs'];
const topLevelWithoutEffect: Record<string, string> = {
  AWSTemplateFormatVersion: 'there is one version',
  Description: 'a text for people',
  Metadata: 'notes of the tool that wrote the template',
  Rules: 'they check the bootstrap version of the account',
};
const besideProperties = ['Type', 'Properties', 'Condition'];
const besidePropertiesWithoutEffect: Record<string, string> = {
  DependsOn: 'everything is there before the first request',
  DeletionPolicy: 'nothing is deleted',
  UpdateReplacePolicy: 'nothing is replaced',
  Metadata: 'notes of the tool that wrote the template',
};

/**
 * Reads and resolves a synthesised stack. Throws, naming logical id, type and property, on anything that is not
 * modelled: what is ignored here would be found out on AWS.
 */
export function loadTemplate(source: TemplateSource): Template {
  const { region = regionOf(source.cdkOut, source.stack) } = source;
  const raw = readTemplate(source.cdkOut, source.stack, region);
  const assets = readAssets(source.cdkOut, source.stack);
  for (const key of Object.keys(raw)) {
    if (!topLevel.includes(key) && !(key in topLevelWithoutEffect))
      throw new Error(`the template's ${key} is not modelled`);
  }

  const parameters = parameterValues(raw.Parameters ?? {}, source.parameters ?? {});
  const identities = new Map<string, Identity & { type: string }>();
  const scope = templateScope(raw, source, parameters, identities);
  const present = Object.entries<Properties>(raw.Resources ?? {}).filter(
    ([, resource]) => resource.Condition === undefined || scope.condition(resource.Condition),
  );

  for (const [id, resource] of present) identities.set(id, identify(source.stack, id, resource, scope));
  const records = source.hosts?.([...identities.values()]) ?? [];
  const others = stacksBefore(source.cdkOut, source.stack).map((stack) => ({ cdkOut: source.cdkOut, stack, region }));
  const resources = [
    ...present.map(([id, resource]) => resolved(identities.get(id)!, resource, scope, records)),
    ...others.flatMap((other) => loadTemplate(other).resources),
  ];

  return {
    stack: source.stack,
    resources,
    outputs: rewriteAll(outputsOf(raw, scope), records),
    ofType: (...types) => resources.filter((resource) => types.includes(resource.type)),
    assetFolder(objectKey) {
      const folder = assets.get(objectKey);
      if (!folder) throw new Error(`no asset of this stack is uploaded as ${objectKey}`);
      return folder;
    },
    byArn: (arn) => resources.find((resource) => resource.arn === arn),
  };
}

function readJson(folder: string, file: string): Properties {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

/**
 * The template of a stack. One that is made for a region says so in the addresses of its services: this machine plays
 * that region, under the name that everything here has.
 */
function readTemplate(cdkOut: string, stack: string, region: string | undefined): Properties {
  const text = readFileSync(path.join(cdkOut, `${stack}.template.json`), 'utf8');
  return JSON.parse(
    region === undefined ? text : text.replaceAll(new RegExp(`(?<![a-z])${region}(?![a-z0-9])`, 'g'), REGION),
  );
}

/** What the assembly says of each stack and asset; nothing of an assembly that is a template alone. */
const artifactsOf = (cdkOut: string): Record<string, Properties> =>
  existsSync(path.join(cdkOut, 'manifest.json')) ? readJson(cdkOut, 'manifest.json').artifacts : {};

/** The region that a stack is made for; undefined if that is left to whoever deploys it. */
function regionOf(cdkOut: string, stack: string): string | undefined {
  const [, region] = /^aws:\/\/[^/]+\/(.+)$/.exec(artifactsOf(cdkOut)[stack]?.environment ?? '') ?? [];
  return region === 'unknown-region' ? undefined : region;
}

/** The stacks that are deployed before this one, because it needs what is in them. */
function stacksBefore(cdkOut: string, stack: string): string[] {
  const artifacts = artifactsOf(cdkOut);
  const before: string[] = artifacts[stack]?.dependencies ?? [];
  return before.filter((id) => artifacts[id]?.type === 'aws:cloudformation:stack');
}

function readAssets(cdkOut: string, stack: string): Map<string, string> {
  const { files } = readJson(cdkOut, `${stack}.assets.json`);
  const folders = new Map<string, string>();
  for (const file of Object.values<Properties>(files)) {
    for (const destination of Object.values<Properties>(file.destinations)) {
      folders.set(destination.objectKey, path.resolve(cdkOut, file.source.path));
    }
  }
  return folders;
}

function parameterValues(declared: Record<string, Properties>, given: Readonly<Record<string, string>>) {
  for (const name of Object.keys(given)) {
    if (!declared[name]) throw new Error(`the template has no parameter ${name}`);
  }
  const values = new Map<string, unknown>();
  for (const [name, { Type, Default, AllowedValues, AllowedPattern }] of Object.entries(declared)) {
    // The only such parameter is the bootstrap version, which a rule compares; there is no account to ask.
    const value = String(Type).startsWith('AWS::SSM::Parameter::Value') ? Default : (given[name] ?? Default);
    if (value === undefined) throw new Error(`the template's parameter ${name} has no value and no default`);
    if (AllowedValues && !AllowedValues.map(String).includes(String(value))) {
      throw new Error(`the parameter ${name} does not allow ${value}; it allows ${AllowedValues.join(', ')}`);
    }
    if (AllowedPattern && !new RegExp(`^(?:${AllowedPattern})$`).test(String(value))) {
      throw new Error(`the parameter ${name} does not allow ${value}; it has to match ${AllowedPattern}`);
    }
    values.set(name, Type === 'CommaDelimitedList' ? String(value).split(',') : value);
  }
  return values;
}

function templateScope(
  raw: Properties,
  { cdkOut, stack }: TemplateSource,
  parameters: Map<string, unknown>,
  identities: Map<string, Identity & { type: string }>,
): Scope {
  const pseudo: Record<string, unknown> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::NoValue': NO_VALUE,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack}/local`,
    'AWS::StackName': stack,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const resolving = new Set<string>();
  const identity = (id: string): Identity & { type: string } => {
    const known = identities.get(id);
    if (known) return known;
    const resource = raw.Resources?.[id];
    if (!resource) throw new Error(`the template has no resource ${id}`);
    if (resolving.has(id)) throw new Error(`the name of ${id} depends on itself`);
    resolving.add(id);
    const found = identify(stack, id, resource, scope);
    identities.set(id, found);
    return found;
  };
  const scope: Scope = {
    ref(id) {
      if (id in pseudo) return pseudo[id];
      if (parameters.has(id)) return parameters.get(id);
      const resource = identity(id);
      return kinds[resource.type]!.ref?.(resource) ?? resource.name;
    },
    getAtt(id, attribute) {
      const resource = identity(id);
      const kind = kinds[resource.type]!;
      const special = kind.attributes?.[attribute];
      if (special) return special(resource);
      if (attribute === 'Arn' && kind.arn) return resource.arn;
      throw new Error(`the attribute ${attribute} of ${id} (${resource.type}) is not modelled`);
    },
    condition(name) {
      const condition = raw.Conditions?.[name];
      if (condition === undefined) throw new Error(`the template has no condition ${name}`);
      return evaluateCondition(condition, scope);
    },
    mapping(map, first, second) {
      const value = raw.Mappings?.[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`the template has no mapping ${map}.${first}.${second}`);
      return value;
    },
    stackOutput(other, output) {
      if (!existsSync(path.join(cdkOut, `${other}.template.json`)))
        throw new Error(`there is no stack ${other} beside this one`);
      const { outputs } = loadTemplate({ cdkOut, stack: other });
      if (!(output in outputs)) throw new Error(`the stack ${other} has no output ${output}`);
      return outputs[output];
    },
  };
  return scope;
}

function identify(stack: string, id: string, resource: Properties, scope: Scope): Identity & { type: string } {
  const kind = kinds[resource.Type];
  if (!kind) throw new Error(`${id}: the resource type ${resource.Type} is not modelled`);
  const property = (name: string) => {
    const value = resolve(resource.Properties?.[name], scope);
    return value === NO_VALUE ? undefined : value;
  };
  const given = kind.nameProperty ? property(kind.nameProperty) : undefined;
  const name =
    given === undefined
      ? (kind.physicalName?.(stack, id, property) ?? made(stack, id, kind.maxNameLength))
      : String(given);
  return { id, type: resource.Type, name, arn: kind.arn?.(name, property) ?? `${resource.Type}/${name}`, property };
}

/** A name as CloudFormation makes them: stack, logical id, and something that keeps long ones apart. */
function made(stack: string, id: string, maxLength = 128): string {
  const name = `${stack}-${id}`;
  return name.length <= maxLength ? name : `${name.slice(0, maxLength - 9)}-${localId(id, 8)}`;
}

function resolved(
  identity: Identity & { type: string },
  resource: Properties,
  scope: Scope,
  records: HostRecord[],
): Resource {
  const { id, type, name, arn } = identity;
  const beside = Object.keys(resource).find(
    (key) => !besideProperties.includes(key) && !(key in besidePropertiesWithoutEffect),
  );
  if (beside) throw new Error(`${id} (${type}): ${beside} is not modelled`);
  let properties: Properties;
  try {
    properties = rewriteAll(resolve(resource.Properties ?? {}, scope), records) as Properties;
  } catch (cause) {
    throw new Error(`${id} (${type}): ${(cause as Error).message}`, { cause });
  }
  const unknown = unmodelledProperties(properties, kinds[type]!);
  if (unknown.length > 0) throw new Error(`${id} (${type}): the property ${unknown.join(', ')} is not modelled`);
  return { id, type, name, arn, properties };
}

function outputsOf(raw: Properties, scope: Scope): Record<string, unknown> {
  const outputs: Record<string, unknown> = {};
  for (const [name, { Value, Condition }] of Object.entries<Properties>(raw.Outputs ?? {})) {
    if (Condition === undefined || scope.condition(Condition)) outputs[name] = resolve(Value, scope);
  }
  return outputs;
}
