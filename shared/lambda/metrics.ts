import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SweepReport } from '../app/sweep.ts';

const metrics = new Metrics({ namespace: 'Candor' });

/**
 * What the alarms of the stack watch: that the sweep runs, that nothing accepted is missing from the site, and that nobody
 * who asked to be told is kept waiting.
 */
export function emitSweep(report: SweepReport): void {
  metrics.addMetric('Sweeps', MetricUnit.Count, 1);
  metrics.addMetric('UnpublishedEntries', MetricUnit.Count, report.unpublished);
  metrics.addMetric('ChannelsStandingStill', MetricUnit.Count, report.standing);
  metrics.addMetric('Apologies', MetricUnit.Count, report.apologies);
  metrics.addMetric('FailedLooks', MetricUnit.Count, report.failed);
  metrics.publishStoredMetrics();
}

/** A sign-up came that was one too many for all together; people are paged. */
export function emitAboveCeiling(): void {
  metrics.addMetric('SignUpsAboveCeiling', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
