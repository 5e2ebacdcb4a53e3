import { describe, expect, it } from 'vitest';
import { config } from '../../../shared/config/config.ts';
import { queueWorkers, SLOTS_OF_A_NEW_ACCOUNT } from '../../../shared/config/workers.ts';
import { NETWORKS } from './support/called.ts';
import { ofType, type Resource, spoken, synthesise } from './support/synthesised.ts';

const template = synthesise();
const queues = ofType(template, 'AWS::SQS::Queue');
const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, mapping]) => mapping.Properties);
const refersTo = (value: unknown): Resource => {
  const id = (value as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
  return template.Resources[id]!;
};
const isIntakes = (mapping: Resource['Properties']) => spoken(mapping.FunctionName) === '<IntakeFunction>';
const functionOf = (reference: { Ref: string }) => template.Resources[reference.Ref]!.Properties;

describe('a queue that feeds a function', () => {
  it('exists for every channel, for what machines say, and for looks and reminders together', () => {
    expect(
      mappings.map((mapping) => `${spoken(mapping.EventSourceArn)} → ${spoken(mapping.FunctionName)}`).toSorted(),
    ).toEqual(
      [
        ...NETWORKS.map((one) => `<${one}ChannelWorkQueue.Arn> → <Publish${one}Function>`),
        '<DeskLooksQueue.Arn> → <ListenFunction>',
        '<HooksChannelWorkQueue.Arn> → <PublishHooksFunction>',
        '<LookQueue.Arn> → <SweepFunction>',
        '<MailChannelWorkQueue.Arn> → <PublishMailFunction>',
        '<MailEventsWorkQueue.Arn> → <MailFeedbackFunction>',
        '<SiteChannelWorkQueue.Arn> → <PublishSiteFunction>',
        '<StatusChangesWorkQueue.Arn> → <IntakeFunction>',
        '<XChannelWorkQueue.Arn> → <PublishXFunction>',
      ].toSorted(),
    );
  });

  it.each(mappings.map((mapping) => [spoken(mapping.EventSourceArn), mapping]))(
    '%s hides a message for six times as long as the function may run, and the window',
    (_, mapping) => {
      const visibility = refersTo(mapping.EventSourceArn).Properties.VisibilityTimeout;
      const windowS = mapping.MaximumBatchingWindowInSeconds ?? 0;
      expect(visibility).toBeGreaterThanOrEqual(6 * functionOf(mapping.FunctionName).Timeout + windowS);
    },
  );

  it('reports each failed message alone, so that one that fails does not repeat the others', () => {
    for (const mapping of mappings) expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  it('is limited by its own concurrency, and no function by a reservation', () => {
    for (const mapping of mappings) expect(mapping.ScalingConfig).toEqual({ MaximumConcurrency: 2 });
    for (const [, lambda] of ofType(template, 'AWS::Lambda::Function'))
      expect(lambda.Properties.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('leaves people a part of the ten slots that a new account has where X is the only channel, and takes what is reckoned', () => {
    const houseOf = (channels: typeof config.channels, sources: typeof config.desk.sources = []) => ({
      ...config,
      channels,
      desk: { ...config.desk, sources },
    });
    const atWork = (house: typeof config) =>
      ofType(synthesise('Candor', { config: house }), 'AWS::Lambda::EventSourceMapping')
        .map(([, mapping]) => mapping.Properties.ScalingConfig.MaximumConcurrency)
        .reduce((sum, one) => sum + one, 0);
    // The console waits for the API while it holds a slot itself.
    expect(SLOTS_OF_A_NEW_ACCOUNT - atWork(houseOf(['x']))).toBeGreaterThanOrEqual(2);
    const houses = [
      ...([[], ['x'], ['mail'], config.channels] as (typeof config.channels)[]).map((one) => houseOf(one)),
      houseOf(['x'], ['x']),
      config,
    ];
    for (const house of houses) expect(queueWorkers(house)).toBe(atWork(house));
  });

  it('hands out ten messages at a time at most, of what takes minutes one; of what may be a storm fifty, which come within a second', () => {
    const handsOut = ({ BatchSize, MaximumBatchingWindowInSeconds }: (typeof mappings)[number]) => [
      BatchSize,
      MaximumBatchingWindowInSeconds,
    ];
    expect(mappings.filter(isIntakes).map(handsOut)).toEqual([[50, 1]]);
    const tellsMany = (mapping: (typeof mappings)[number]) =>
      /Publish(Mail|Hooks)/.test(String(spoken(mapping.FunctionName)));
    expect(mappings.filter(tellsMany).map(handsOut)).toEqual([1, 2].map(() => [1, undefined]));
    const others = mappings.filter((mapping) => !isIntakes(mapping) && !tellsMany(mapping));
    expect(others.map(handsOut)).toEqual(others.map(() => [10, undefined]));
  });

  it('gives a message up after five tries, to a queue of its own that keeps it for 14 days', () => {
    const deadLetters = mappings.map((mapping) => {
      const { maxReceiveCount, deadLetterTargetArn } = refersTo(mapping.EventSourceArn).Properties.RedrivePolicy;
      expect(maxReceiveCount).toBe(5);
      expect(refersTo(deadLetterTargetArn).Properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
      return spoken(deadLetterTargetArn);
    });
    expect(new Set(deadLetters).size).toBe(mappings.length);
  });
});

describe('every queue', () => {
  it('is encrypted, and closed to connections that are not', () => {
    const closed = ofType(template, 'AWS::SQS::QueuePolicy')
      .filter(([, policy]) => policy.Properties.PolicyDocument.Statement.some(deniesPlainHttp))
      .flatMap(([, policy]) => spoken(policy.Properties.Queues) as string[]);
    expect(closed.toSorted()).toEqual(queues.map(([id]) => spoken({ Ref: id })).toSorted());
    for (const [, queue] of queues) expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
  });

  it('of dead letters has an alarm that tells people from the first message on', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm')
      .map(([, alarm]) => alarm.Properties)
      .filter((alarm) => alarm.MetricName === 'ApproximateNumberOfMessagesVisible' && alarm.Threshold === 1);
    const watched = alarms.map((alarm) => spoken(alarm.Dimensions[0].Value));
    const deadLetters = queues
      .filter(([, queue]) => !queue.Properties.RedrivePolicy)
      .map(([id]) => spoken({ 'Fn::GetAtt': [id, 'QueueName'] }));
    expect(deadLetters).toHaveLength(9 + NETWORKS.length);
    for (const alarm of alarms) expect(spoken(alarm.AlarmActions)).toEqual(['<PeopleTopic>']);
    expect(watched.toSorted()).toEqual(deadLetters.toSorted());
  });
});

const deniesPlainHttp = (statement: { Effect: string; Condition?: { Bool?: Record<string, string> } }) =>
  statement.Effect === 'Deny' && statement.Condition?.Bool?.['aws:SecureTransport'] === 'false';
