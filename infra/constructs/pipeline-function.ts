import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { constructId, type FunctionName } from './function-names.ts';

export type PipelineFunctionProps = {
  /** Of its bundle. */
  name: FunctionName;
  /** What it is called, where several functions are of one bundle. */
  called?: string;
  /** What the function is for, as the AWS console shows it. */
  description: string;
  /** The folder that holds a folder per bundle. */
  bundles: string;
  /** Only what this function reads. */
  environment: Record<string, string>;
  /** What the function may do, beside writing its own log and traces. */
  grants: PolicyStatement[];
  timeout: Duration;
  /** Whether somebody waits for its answer, or the public for what it does. */
  isWaitedFor?: boolean;
};

/**
 * A function has the memory's share of a processor: 1,769 MB are one. Its start and its connections are work for that
 * processor, so that twice the memory takes about half the time and costs the same; what waits for others meanwhile costs
 * twice. Functions that nobody waits for have the lesser.
 */
const MEMORY_MB = { waitedFor: 1_024, inBackground: 512 };

/** One Lambda function with a role, a log group and rights of its own. */
export class PipelineFunction extends Construct {
  readonly lambda: lambda.Function;
  readonly timeout: Duration;

  constructor(scope: Construct, props: PipelineFunctionProps) {
    const called = props.called ?? props.name;
    super(scope, constructId(called));
    this.timeout = props.timeout;
    const logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.logGroupArn] }),
    );
    for (const grant of props.grants) role.addToPolicy(grant);

    this.lambda = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(bundleOf(props.name, props.bundles)),
      handler: 'index.handler',
      role,
      timeout: props.timeout,
      memorySize: props.isWaitedFor ? MEMORY_MB.waitedFor : MEMORY_MB.inBackground,
      logGroup: logs,
      loggingFormat: lambda.LoggingFormat.JSON,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      tracing: lambda.Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: serviceName(this, called),
        ...props.environment,
      },
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray takes trace segments on * only; no resource exists to name.',
    });
  }
}

/** How a function calls itself in logs and metrics. The stage is in it, so that two stages in one account stay apart. */
export const serviceName = (scope: Construct, name: string): string =>
  `${Stack.of(scope).artifactId.toLowerCase()}-${name}`;

function bundleOf(name: FunctionName, bundles: string): string {
  const directory = path.join(bundles, name);
  if (existsSync(path.join(directory, 'index.mjs'))) return directory;
  throw new Error(`The bundle of the function "${name}" is missing (${directory}/index.mjs): run npm run build.`);
}
