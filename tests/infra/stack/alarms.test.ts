import { afterEach, expect, it, vi } from 'vitest';
import { ofType, synthesise } from './support/synthesised.ts';

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
