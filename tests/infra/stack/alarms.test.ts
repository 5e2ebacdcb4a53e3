import { existsSync } from 'node:fs';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { afterEach, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../../infra/constructs/heartbeat.ts';
import { PipelineFunction } from '../../../infra/constructs/pipeline-function.ts';
import { ofType, synthesise, withBundles } from './support/synthesised.ts';

/** One line of CloudWatch's embedded metric format. */
type EmbeddedMetrics = {
  _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  [field: string]: unknown;
};

afterEach(() => vi.unstubAllEnvs());

type Metrics = typeof import('../../../shared/lambda/metrics.ts');

it.each([
  [
    'SweepFunction',
    3,
    (metrics: Metrics) => metrics.emitSweep({ looked: 1, apologies: 0, failed: 0, unpublished: 1, standing: 1 }),
  ],
  ['SubscribeFunction', 1, (metrics: Metrics) => metrics.emitAboveCeiling()],
])('the alarms of %s watch the very metrics that it emits', async (id, count, emit) => {
  const template = synthesise();
  const [, lambda] = ofType(template, 'AWS::Lambda::Function').find(([one]) => one.startsWith(id))!;
  const variables: Record<string, string> = lambda.Properties.Environment.Variables;
  for (const [name, value] of Object.entries(variables)) if (typeof value === 'string') vi.stubEnv(name, value);

  const emitted = await emittedBy(emit);
  const [directive] = emitted._aws.CloudWatchMetrics;
  const dimensions = directive!.Dimensions.map((names) => names.map((name) => ({ Name: name, Value: emitted[name] })));
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm').filter(
    ([, { Properties }]) =>
      Properties.Namespace === 'Candor' && Properties.Dimensions[0].Value === variables.POWERTOOLS_SERVICE_NAME,
  );

  expect(alarms).toHaveLength(count);
  for (const [, alarm] of alarms) {
    expect(directive!.Namespace).toBe('Candor');
    expect(directive!.Metrics.map((metric) => metric.Name)).toContain(alarm.Properties.MetricName);
    expect(dimensions).toContainEqual(alarm.Properties.Dimensions);
  }
});

it('wakes people when nobody is told, where a channel tells each person, and leads them to the runbook', () => {
  const alarmsWith = (tellsEach: boolean) => {
    const stack = new Stack(new App());
    withBundles((bundles) => {
      const sweep = new PipelineFunction(stack, {
        name: 'sweep',
        bundles,
        description: 'sweeps',
        timeout: Duration.seconds(50),
        environment: {},
        grants: [],
      });
      return new Heartbeat(stack, 'Heartbeat', { sweep, people: new Topic(stack, 'People'), tellsEach });
    });
    return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties,
    );
  };
  const told = alarmsWith(true).find(({ MetricName }) => MetricName === 'ChannelsStandingStill');
  expect(told).toMatchObject({ Threshold: 1, Statistic: 'Maximum', EvaluationPeriods: 2, AlarmActions: [{}] });
  const [, runbook = 'none'] = /(docs\/runbooks\/[\w-]+\.md)/.exec(told?.AlarmDescription) ?? [];
  expect(existsSync(runbook)).toBe(true);
  expect(alarmsWith(false).map(({ MetricName }) => MetricName)).not.toContain('ChannelsStandingStill');
});

/** What is written to the log for CloudWatch to count. */
async function emittedBy(emit: (metrics: Metrics) => void): Promise<EmbeddedMetrics> {
  // Made anew, for a function of another name.
  vi.resetModules();
  const lines: string[] = [];
  // Powertools writes past the global console, straight to the standard output that Lambda reads.
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    emit(await import('../../../shared/lambda/metrics.ts'));
  } finally {
    write.mockRestore();
  }
  return JSON.parse(lines.find((line) => line.includes('CloudWatchMetrics'))!);
}
