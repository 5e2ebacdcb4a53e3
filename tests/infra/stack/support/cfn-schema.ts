import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resource, Template } from './synthesised.ts';

// CloudFormation's own description of its resources, as AWS publishes it. What it says of a template is an opinion that
// does not come from the tool which wrote the template.

type Spec = ReturnType<typeof loadAwsServiceSpecSync>;
type ResourceSpec = ReturnType<typeof specOf>;
type PropertySpecs = NonNullable<ResourceSpec>['properties'];
type TypeSpec = PropertySpecs[string]['type'];

const loaded: { spec?: Spec } = {};
const spec = (): Spec => {
  loaded.spec ??= loadAwsServiceSpecSync();
  return loaded.spec;
};

function specOf(type: string) {
  return spec().lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** What was found, and how many values were looked at: a check that looked at nothing finds nothing. */
export type Checked = { problems: string[]; values: number };

/**
 * Every resource of the template held against the description of its type: a type or a property that is not there, one
 * that is missing, a value of another kind or not among those allowed, a reference to nothing, an attribute that the
 * resource does not have.
 */
export function heldAgainstSchema(template: Template): Checked {
  const checked: Checked = { problems: [], values: 0 };
  for (const [id, resource] of Object.entries(template.Resources)) {
    const found = specOf(resource.Type);
    if (!found) checked.problems.push(`${id}: there is no type ${resource.Type}`);
    else propertiesHold(found.properties, resource.Properties ?? {}, `${id} (${resource.Type})`, checked);
  }
  references(template, template, checked);
  return checked;
}

/** The properties of a type for whose change CloudFormation makes another resource, as far as they are sure to. */
export function replacedFor(type: string): string[] {
  const { properties = {}, additionalReplacementProperties = [] } = specOf(type) ?? {};
  const named = Object.entries(properties).filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no');
  return [...named.map(([name]) => name), ...additionalReplacementProperties.map(([name]) => name!)].toSorted();
}

function propertiesHold(specs: PropertySpecs, values: Resource['Properties'], at: string, checked: Checked): void {
  for (const [name, { required }] of Object.entries(specs))
    if (required && values[name] === undefined) checked.problems.push(`${at}: ${name} is missing`);
  for (const [name, value] of Object.entries(values)) {
    const property = specs[name];
    if (property === undefined) checked.problems.push(`${at}: there is no ${name}`);
    else holds([property.type, ...(property.previousTypes ?? [])], value, `${at}.${name}`, checked);
  }
}

const INTRINSIC = /^(Ref|Fn::\w+)$/;

/** A value that is worked out on deployment may become whatever it has to be. */
const isIntrinsic = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  INTRINSIC.test(Object.keys(value)[0]!);

/** Whether the value is of one of the types. The problems of the first are told, since that is what the type is today. */
function holds(types: readonly TypeSpec[], value: unknown, at: string, checked: Checked): void {
  checked.values += 1;
  if (isIntrinsic(value)) return;
  const tries = types.map((type) => {
    const one: Checked = { problems: [], values: 0 };
    holdsOne(type, value, at, one);
    return one;
  });
  const right = tries.find(({ problems }) => problems.length === 0) ?? tries[0]!;
  checked.problems.push(...right.problems);
  checked.values += right.values;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): boolean => value !== '' && Number.isFinite(Number(value));

/** What a value of each kind is called, and whether one is. CloudFormation takes a number or a truth as text too. */
const KINDS: Partial<Record<TypeSpec['type'], [string, (value: unknown) => boolean]>> = {
  string: ['text', (value) => ['string', 'number', 'boolean'].includes(typeof value)],
  number: ['number', isNumber],
  integer: ['number', isNumber],
  boolean: ['yes or no', (value) => ['true', 'false'].includes(String(value))],
  json: ['JSON', (value) => typeof value === 'string' || (typeof value === 'object' && value !== null)],
  array: ['list', Array.isArray],
  map: ['map', isObject],
  tag: ['tag', (value) => isObject(value) && 'Key' in value && 'Value' in value],
  ref: ['object', isObject],
};

function holdsOne(type: TypeSpec, value: unknown, at: string, checked: Checked): void {
  if (type.type === 'union') {
    holds(type.types, value, at, checked);
    return;
  }
  const [kind, is] = KINDS[type.type] ?? [`${type.type}, which is not held against anything here`, () => false];
  if (!is(value)) checked.problems.push(`${at}: ${JSON.stringify(value).slice(0, 80)} is no ${kind}`);
  else if (type.type === 'string' && type.allowedValues && !type.allowedValues.includes(String(value)))
    checked.problems.push(`${at}: ${value} is none of ${type.allowedValues.join(', ')}`);
  else if (type.type === 'ref')
    propertiesHold(spec().get('typeDefinition', type.reference).properties, value as object, at, checked);
  else if (type.type === 'array' || type.type === 'map')
    for (const [name, one] of Object.entries(value as object)) holds([type.element], one, `${at}.${name}`, checked);
}

/** Every `Ref` and `Fn::GetAtt` in `value`: whether there is such a thing in the template. */
function references(value: unknown, template: Template, checked: Checked): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'Ref' && typeof inner === 'string') {
      const isThere = inner.startsWith('AWS::') || inner in template.Resources || inner in (template.Parameters ?? {});
      if (!isThere) checked.problems.push(`there is nothing called ${inner}`);
      checked.values += 1;
    } else if (key === 'Fn::GetAtt' && Array.isArray(inner)) {
      const [id, attribute] = inner as [string, string];
      const type = template.Resources[id]?.Type ?? '';
      if (!(attribute in (specOf(type)?.attributes ?? {})))
        checked.problems.push(`${id} (${type}) has no ${attribute}`);
      checked.values += 1;
    } else references(inner, template, checked);
  }
}
