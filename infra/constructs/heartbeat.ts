import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { logicalId } from './logical-id.ts';
import { type PipelineFunction, serviceName } from './pipeline-function.ts';
import { DeadLetters } from './work-queue.ts';

const minute = Duration.minutes(1);

/** `tellsEach`: a channel of the config tells each person for themselves. */
export type HeartbeatProps = { sweep: PipelineFunction; people: ITopic; tellsEach: boolean };

/** The sweep once a minute, and the alarms that say when the pipeline no longer keeps its word. */
export class Heartbeat extends Construct {
  constructor(scope: Construct, id: string, props: HeartbeatProps) {
    super(scope, id);
    const { sweep, people, tellsEach } = props;
    const deadLetters = new DeadLetters(this, 'DeadLetters', { people });
    Validations.of(deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue of the schedule.',
    });
    new Schedule(this, 'Schedule', {
      description: 'Looks at the watch list',
      schedule: ScheduleExpression.rate(minute),
      // The next tick does all that a repeated one could.
      target: new LambdaInvoke(sweep.lambda, {
        role: this.schedulerRole(sweep),
        deadLetterQueue: deadLetters.queue,
        retryAttempts: 0,
        maxEventAge: minute,
      }),
    });
    sweep.lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: minute });

    const metric = (metricName: string, statistic: string, period: Duration) =>
      new Metric({
        namespace: 'Candor',
        metricName,
        statistic,
        period,
        dimensionsMap: { service: serviceName(this, 'sweep') },
      });
    const alarms = [
      new Alarm(this, 'NotOnTheSite', {
        alarmDescription: 'An entry was accepted more than 2 minutes ago and the status site does not show it.',
        metric: metric('UnpublishedEntries', 'Maximum', minute),
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
      new Alarm(this, 'NoSweep', {
        alarmDescription: 'No sweep has finished for 3 minutes: reminders, apologies and retries stand still.',
        metric: metric('Sweeps', 'Sum', Duration.minutes(3)),
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      }),
      ...(tellsEach
        ? [
            new Alarm(this, 'NobodyIsTold', {
              alarmDescription:
                'Subscribers are owed a statement, and for 10 minutes nobody was told: docs/runbooks/nobody-is-told.md.',
              metric: metric('ChannelsStandingStill', 'Maximum', minute),
              threshold: 1,
              evaluationPeriods: 2,
              comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
              treatMissingData: TreatMissingData.NOT_BREACHING,
            }),
          ]
        : []),
    ];
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(people));
  }

  private schedulerRole(sweep: PipelineFunction): Role {
    const { account } = Stack.of(this);
    const role = new Role(this, 'SchedulerRole', {
      // Without the condition, a schedule of another account could make Scheduler act with this role.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${logicalId(sweep.lambda)}.Arn>:*]`,
      reason: 'Any version of the sweep, and of nothing else.',
    });
    return role;
  }
}
