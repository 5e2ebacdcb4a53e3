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

it('the alarms of the sweep watch the very metrics that the sweep emits', async () => {
  const template = synthesise();
  const [, sweep] = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('SweepFunction'))!;
  for (const [name, value] of Object.entries<string>(sweep.Properties.Environment.Variables))
    if (typeof value === 'string') vi.stubEnv(name, value);

  const emitted = await emittedBySweep();
  const [directive] = emitted._aws.CloudWatchMetrics;
  const dimensions = directive!.Dimensions.map((names) => names.map((name) => ({ Name: name, Value: emitted[name] })));
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm').filter(
    ([, alarm]) => alarm.Properties.Namespace === 'Candor',
  );

  expect(alarms).toHaveLength(2);
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

/** What one sweep writes to its log for CloudWatch to count. */
async function emittedBySweep(): Promise<EmbeddedMetrics> {
  const lines: string[] = [];
  // Powertools writes past the global console, straight to the standard output that Lambda reads.
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const { emitSweep } = await import('../../../shared/lambda/metrics.ts');
    emitSweep({ looked: 1, apologies: 0, failed: 0, unpublished: 1, standing: 1 });
  } finally {
    write.mockRestore();
  }
  return JSON.parse(lines.find((line) => line.includes('CloudWatchMetrics'))!);
}
