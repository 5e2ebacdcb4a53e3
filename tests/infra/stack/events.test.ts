import { describe, expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { NETWORKS } from './support/called.ts';
import { ofType, spoken, synthesise } from './support/synthesised.ts';

const template = synthesise();

describe('the bus', () => {
  it('takes nudges to those whom they are for, and status changes to intake', () => {
    const rules = ofType(template, 'AWS::Events::Rule')
      .filter(([, { Properties: rule }]) => rule.EventBusName !== undefined)
      .map(([, { Properties: rule }]) => [spoken(rule.Targets[0].Arn), rule.EventPattern]);
    const nudge = { source: ['candor'], 'detail-type': ['candor.look'] };
    const nudgeFor = (...listeners: string[]) => ({ ...nudge, detail: { for: listeners } });
    expect(Object.fromEntries(rules)).toEqual({
      ...Object.fromEntries(
        NETWORKS.map((one) => [`<${one}ChannelWorkQueue.Arn>`, nudgeFor('public', one.toLowerCase())]),
      ),
      '<SiteChannelWorkQueue.Arn>': nudgeFor('public', 'site'),
      '<XChannelWorkQueue.Arn>': nudgeFor('public', 'x'),
      '<MailChannelWorkQueue.Arn>': nudgeFor('public', 'mail'),
      '<HooksChannelWorkQueue.Arn>': nudgeFor('public', 'hooks'),
      '<LookQueue.Arn>': nudgeFor('people'),
      '<StatusChangesWorkQueue.Arn>': { 'detail-type': ['candor.status-change', 'candor.on-duty'] },
    });
  });

  it('takes what SES tells of our own mails from the account’s own bus, without the addresses, and no complaint that was taken back', () => {
    const rules = ofType(template, 'AWS::Events::Rule')
      .filter(([, { Properties: rule }]) => rule.EventBusName === undefined)
      .map(([, { Properties: rule }]) => ({ pattern: rule.EventPattern, target: rule.Targets[0] }));
    expect(rules.map(({ target }) => spoken(target.Arn))).toEqual([1, 2, 3].map(() => '<MailEventsWorkQueue.Arn>'));
    for (const { pattern, target } of rules) {
      expect(pattern.source).toEqual(['aws.ses']);
      expect(spoken(pattern.detail.mail.tags['ses:configuration-set'])).toEqual(['<FollowMailSet>']);
      const paths = Object.values<string>(target.InputTransformer.InputPathsMap);
      expect(
        paths.filter((path) => !/^\$\.(time|detail\.(eventType|mail\.tags|bounce\.bounceType))$/.test(path)),
      ).toEqual([]);
    }
    expect(rules.flatMap(({ pattern }) => pattern.detail.eventType).toSorted()).toEqual([
      'Bounce',
      'Complaint',
      'Reject',
      'Send',
    ]);
    const complaint = rules.find(({ pattern }) => pattern.detail.eventType.includes('Complaint'))!.pattern.detail
      .complaint;
    expect(complaint).toEqual({ complaintFeedbackType: [{ exists: false }, { 'anything-but': ['not-spam'] }] });
  });

  it('takes events that the config calls alarms to intake, from the account’s own bus and from ours, and else none', () => {
    const events = { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] };
    const sources = [{ id: 'aws', format: 'cloudwatch', events, rules: [] }];
    const listening = synthesise('Candor', { config: parseConfig({ ...raw, intake: { sources } }) });
    const added = ofType(listening, 'AWS::Events::Rule').filter(([id]) => template.Resources[id] === undefined);
    expect(
      added.map(([, { Properties: rule }]) => [
        spoken(rule.EventBusName ?? 'default'),
        rule.EventPattern,
        spoken(rule.Targets[0].Arn),
        spoken(rule.Targets[0].DeadLetterConfig.Arn),
      ]),
    ).toEqual(
      ['default', '<Bus>'].map((bus) => [
        bus,
        { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
        '<StatusChangesWorkQueue.Arn>',
        '<StatusChangesWorkDeadLettersQueue.Arn>',
      ]),
    );
  });

  it('keeps what it could not deliver with the dead letters of that channel', () => {
    for (const [, { Properties: rule }] of ofType(template, 'AWS::Events::Rule')) {
      const [target] = rule.Targets;
      expect(spoken(target.DeadLetterConfig.Arn)).toBe(
        (spoken(target.Arn) as string).replace('Queue.Arn', 'DeadLettersQueue.Arn'),
      );
      expect(rule.Targets).toHaveLength(1);
    }
  });
});

describe('the sweep', () => {
  it('comes every minute, and one that failed is not repeated, because the next does the same', () => {
    const schedules = ofType(template, 'AWS::Scheduler::Schedule').filter(([id]) => id.startsWith('Heartbeat'));
    expect(schedules).toHaveLength(1);
    const schedule = schedules[0]![1].Properties;
    expect(schedule.ScheduleExpression).toBe('rate(1 minute)');
    expect(spoken(schedule.Target)).toMatchObject({
      Arn: '<SweepFunction.Arn>',
      DeadLetterConfig: { Arn: '<HeartbeatDeadLettersQueue.Arn>' },
      RetryPolicy: { MaximumRetryAttempts: 0 },
    });
    const invoked = ofType(template, 'AWS::Lambda::EventInvokeConfig').map(([, one]) => spoken(one.Properties));
    expect(invoked).toContainEqual(
      expect.objectContaining({ FunctionName: '<SweepFunction>', MaximumRetryAttempts: 0 }),
    );
  });

  it('raises an alarm when it stays away for three minutes, also when nothing at all is heard of it', () => {
    expect(alarm('Sweeps')).toMatchObject({
      Namespace: 'Candor',
      Dimensions: [{ Name: 'service', Value: serviceOf('Sweep') }],
      Statistic: 'Sum',
      Period: 180,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('raises an alarm when it sees an entry that the site does not show', () => {
    expect(alarm('UnpublishedEntries')).toMatchObject({
      Namespace: 'Candor',
      Dimensions: [{ Name: 'service', Value: serviceOf('Sweep') }],
      Statistic: 'Maximum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('of another stage in the same account raises its own alarms', () => {
    const staging = synthesise('Candor-staging', { stage: 'staging' });
    expect(serviceOf('Sweep', staging)).toBe('candor-staging-sweep');
    expect(alarm('Sweeps', staging).Dimensions).toEqual([{ Name: 'service', Value: 'candor-staging-sweep' }]);
  });
});

function alarm(metricName: string, from = template) {
  const found = ofType(from, 'AWS::CloudWatch::Alarm').filter(
    ([, { Properties }]) => Properties.MetricName === metricName,
  );
  expect(found).toHaveLength(1);
  const properties = found[0]![1].Properties;
  expect(spoken(properties.AlarmActions)).toEqual(['<PeopleTopic>']);
  return properties;
}

function serviceOf(name: string, from = template): string {
  const [, lambda] = ofType(from, 'AWS::Lambda::Function').find(([id]) => id.startsWith(name))!;
  return lambda.Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME;
}
