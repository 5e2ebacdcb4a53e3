import { ACCOUNT, lastPart, REGION } from './arn.ts';
import {
  type Access,
  type Decision,
  evaluateAccess,
  type PolicyDocument,
  type Principal,
  type Statement,
} from './iam.ts';
import type { Properties, Resource, Template } from './template.ts';

/** One refused access, as it is logged. */
export interface Denial {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: 'not-allowed' | 'denied';
}

/** Holds every call against the policies of the template. */
export interface Guard {
  /** Whether `principal` may; a refusal is logged and kept. */
  allows(principal: Principal, access: Access): boolean;
  /** Like `allows`, but a "no" is nobody's mistake and is not logged. */
  wouldAllow(principal: Principal, access: Access): boolean;
  readonly denials: readonly Denial[];
  /** Throws, as a deployment would fail, if `role` does not trust the service that is to use it. */
  checkTrust(roleArn: string, service: string, sourceArn: string): void;
  /** `service:Action resource` that each role used, by the logical id of the role. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A broken stack is refused at every turn; the log has the rest. */
const keptDenials = 1_000;

/** Objects have names without end; a running system asks for the same few hundred over and over. */
const keptDecisions = 10_000;

const basicExecution: Statement = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: '*',
};

/** The policies that AWS itself manages and that this project attaches. */
const awsManaged: Readonly<Record<string, Statement>> = {
  'service-role/AWSLambdaBasicExecutionRole': basicExecution,
  AWSXRayDaemonWriteAccess: {
    Effect: 'Allow',
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    Resource: '*',
  },
};

/** Reads all policies of the template. `onDenial` hears of every refusal once it happens. */
export function createGuard(template: Template, onDenial: (denial: Denial) => void): Guard {
  const roles = new Map(template.ofType('AWS::IAM::Role').map((role) => [role.arn, role]));
  const rolePolicies = new Map([...roles.values()].map((role) => [role.arn, policiesOf(role, template)]));
  const resourcePolicies = resourcePoliciesOf(template);
  const denials: Denial[] = [];
  const used = new Map<string, Set<string>>();

  const decided = new Map<string, Decision>();
  const decide = (principal: Principal, access: Access): Decision => {
    // The policies of a template never change, so neither does a decision.
    const key = JSON.stringify([principal, access]);
    const before = decided.get(key);
    if (before !== undefined) return before;
    const decision = evaluateAccess(
      principal,
      access,
      principal.kind === 'role' ? (rolePolicies.get(principal.roleArn) ?? []) : [],
      resourcePolicies.get(access.resource) ?? resourcePolicies.get(ownerOf(access.resource)) ?? [],
    );
    if (decided.size >= keptDecisions) decided.clear();
    decided.set(key, decision);
    return decision;
  };

  return {
    denials,
    used,
    checkTrust(roleArn, service, sourceArn) {
      const role = roles.get(roleArn);
      const trust = role ? [role.properties.AssumeRolePolicyDocument] : [];
      const access = { action: 'sts:AssumeRole', resource: roleArn };
      if (evaluateAccess({ kind: 'service', service, sourceArn }, access, [], trust) === 'allowed') return;
      throw new Error(`${role?.id ?? roleArn} (AWS::IAM::Role): ${service} may not assume this role for ${sourceArn}`);
    },
    wouldAllow: (principal, access) => decide(principal, access) === 'allowed',
    allows(principal, access) {
      const decision = decide(principal, access);
      const role =
        principal.kind === 'role'
          ? (roles.get(principal.roleArn)?.id ?? principal.roleArn)
          : `${principal.service}${principal.sourceArn ? ` for ${principal.sourceArn}` : ''}`;
      if (decision === 'allowed') {
        const actions = used.get(role) ?? new Set();
        used.set(role, actions.add(`${access.action} ${access.resource}`));
        return true;
      }
      const denial: Denial = { role, action: access.action, resource: access.resource, decision };
      denials.push(denial);
      if (denials.length > keptDenials) denials.shift();
      onDenial(denial);
      return false;
    },
  };
}

/** An object's policy is its bucket's; a statement about a bus says which rules it means by itself. */
function ownerOf(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? resource.split('/')[0]! : resource;
}

function policiesOf(role: Resource, template: Template): PolicyDocument[] {
  const attached = (role.properties.ManagedPolicyArns ?? []).flatMap((managed: string) => {
    const own = template.byArn(managed);
    if (own) return own.properties.PolicyDocument;
    const statement = awsManaged[managed.split(':policy/')[1] ?? ''];
    if (!statement) throw new Error(`${role.id} (${role.type}): the AWS managed policy ${managed} is not modelled`);
    return { Statement: statement };
  });
  const beside = template
    .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .filter((policy) => (policy.properties.Roles ?? []).includes(role.name))
    .map((policy) => policy.properties.PolicyDocument);
  const inline = (role.properties.Policies ?? []).map((policy: Properties) => policy.PolicyDocument);
  return [...attached, ...beside, ...inline];
}

function resourcePoliciesOf(template: Template): Map<string, PolicyDocument[]> {
  const policies = new Map<string, PolicyDocument[]>();
  const add = (arn: string | undefined, document: PolicyDocument) => {
    if (arn) policies.set(arn, [...(policies.get(arn) ?? []), document]);
  };
  const arnOfQueue = (url: string) =>
    template.ofType('AWS::SQS::Queue').find(({ name }) => name === lastPart(url))?.arn;
  const arnOfFunction = (nameOrArn: string) =>
    template.ofType('AWS::Lambda::Function').find(({ name, arn }) => name === nameOrArn || arn === nameOrArn)?.arn;

  for (const { properties } of template.ofType('AWS::SQS::QueuePolicy')) {
    for (const url of properties.Queues) add(arnOfQueue(url), properties.PolicyDocument);
  }
  for (const { properties } of template.ofType('AWS::SNS::TopicPolicy')) {
    for (const topic of properties.Topics) add(topic, properties.PolicyDocument);
  }
  for (const { properties } of template.ofType('AWS::S3::BucketPolicy')) {
    add(`arn:aws:s3:::${properties.Bucket}`, properties.PolicyDocument);
  }
  for (const { properties } of template.ofType('AWS::Events::EventBusPolicy')) {
    const bus = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${lastPart(properties.EventBusName ?? 'default')}`;
    add(bus, { Statement: properties.Statement ?? busStatement(properties, bus) });
  }
  for (const { properties } of template.ofType('AWS::Lambda::Permission')) {
    const arn = arnOfFunction(properties.FunctionName);
    if (arn) add(arn, { Statement: permissionStatement(properties, arn) });
  }
  return policies;
}

function busStatement({ Action, Principal, Condition }: Properties, bus: string): Statement {
  return { Effect: 'Allow', Action, Principal: Principal === '*' ? '*' : { AWS: Principal }, Resource: bus, Condition };
}

function permissionStatement({ Action, Principal, SourceArn, SourceAccount }: Properties, arn: string): Statement {
  return {
    Effect: 'Allow',
    Action,
    Principal: Principal.includes('.') ? { Service: Principal } : { AWS: Principal },
    Resource: arn,
    Condition: {
      ...(SourceArn ? { ArnLike: { 'AWS:SourceArn': SourceArn } } : {}),
      ...(SourceAccount ? { StringEquals: { 'AWS:SourceAccount': SourceAccount } } : {}),
    },
  };
}
