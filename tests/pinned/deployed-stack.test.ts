import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, it } from 'vitest';
import { addStacks } from '../../infra/stacks.ts';
import {
  projectContext,
  type Resource,
  spoken,
  type Template,
  withBundles,
} from '../infra/stack/support/synthesised.ts';
import { pinned } from './pin.ts';
import { inOrder } from './shape.ts';

type Named = Template & { Outputs?: Record<string, unknown> };

/** Both stacks of one deployment with a standby, synthesised once. */
function stacks(): Record<string, Named> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  process.env.CDK_VALIDATION = 'false';
  try {
    return withBundles((bundles) => {
      const app = new App({ context: projectContext(), analyticsReporting: false, outdir });
      addStacks(app, { bundles, standbyRegion: 'eu-central-1' });
      return Object.fromEntries(app.synth().stacks.map((stack) => [stack.stackName, stack.template]));
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const templates = stacks();
const everyStack = <T>(of: (template: Named) => T) =>
  Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, of(template)]));
const ofTypes = (types: RegExp, of: (resource: Resource) => unknown) => (template: Named) =>
  inOrder(
    Object.fromEntries(
      Object.entries(template.Resources).flatMap(([id, one]) => (types.test(one.Type) ? [[id, of(one)]] : [])),
    ),
  );

/** What CloudFormation replaces the whole resource for, data included, or what others know a resource by. */
const LASTING =
  /^(KeySchema|AttributeDefinitions|GlobalSecondaryIndexes|TimeToLiveSpecification|BucketName|.*Name|Identifier|Domain|Schema|UsernameAttributes|AliasAttributes|UsernameConfiguration|FifoQueue|FifoTopic|CallbackURLs|AllowedOAuth.*|GenerateSecret)$/;

describe('the deployed stacks', () => {
  it('keep the logical id of every resource: another id is another resource, and the old one goes', () => {
    pinned(
      'logical-ids.json',
      everyStack((template) => ofTypes(/./, ({ Type }) => Type)(template)),
      'CloudFormation replaces what has another logical id: a table, a bucket or a user pool would be a new, empty one.',
    );
  });

  it('keep what cannot be changed of what holds data or is known by name', () => {
    pinned(
      'lasting-properties.json',
      everyStack(
        ofTypes(
          /DynamoDB|S3::Bucket$|Cognito|SecretsManager|Events::EventBus|SQS::Queue$|SNS::Topic$|Lambda::Function/,
          (one) =>
            spoken({
              ...(one.DeletionPolicy === undefined ? {} : { DeletionPolicy: one.DeletionPolicy }),
              ...Object.fromEntries(Object.entries(one.Properties ?? {}).filter(([name]) => LASTING.test(name))),
            }),
        ),
      ),
      'CloudFormation replaces a resource for a change of these, with all that it holds.',
    );
  });

  it('give each function the variables that it reads', () => {
    pinned(
      'environment-variables.json',
      ofTypes(/Lambda::Function/, ({ Properties }) => Object.keys(Properties.Environment.Variables).toSorted())(
        templates.Candor!,
      ),
      'A function and the stack around it are deployed together, but operators and scripts read these names too.',
    );
  });

  it('keep the names of outputs and parameters', () => {
    pinned(
      'outputs.json',
      everyStack(({ Outputs = {}, Parameters = {} }) => ({
        outputs: Object.keys(Outputs).toSorted(),
        parameters: Object.keys(Parameters).toSorted(),
      })),
      'Scripts of operators and docs/deploying.md read the outputs by name, and set the parameters.',
    );
  });

  it('keep the routes of the gateway and who may call them', () => {
    pinned(
      'gateway-routes.json',
      Object.fromEntries(
        Object.values(templates.Candor!.Resources)
          .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
          .map(({ Properties: { RouteKey, AuthorizationType = 'NONE' } }) => [RouteKey, AuthorizationType])
          .toSorted(),
      ),
      'Clients call these addresses; without their entry the gateway answers 404, or asks for a token that nobody has.',
    );
  });

  it('listen for the events that are put on the bus', () => {
    pinned(
      'event-rules.json',
      ofTypes(/Events::Rule/, ({ Properties: { EventPattern, ScheduleExpression } }) =>
        spoken(EventPattern ?? ScheduleExpression),
      )(templates.Candor!),
      'Whoever puts a status change on the bus does it under these names; nudges under others reach nobody.',
    );
  });

  it('watch the metrics that the functions emit', () => {
    pinned(
      'watched-metrics.json',
      ofTypes(/CloudWatch::Alarm/, ({ Properties: { Namespace, MetricName, Dimensions, Metrics } }) =>
        spoken({ Namespace, MetricName, Dimensions: Dimensions?.map(({ Name }: { Name: string }) => Name), Metrics }),
      )(templates.Candor!),
      'An alarm on a metric that nobody emits never rings; dashboards of operators read the same names.',
    );
  });
});
