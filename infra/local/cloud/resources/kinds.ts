import { cloudFront } from './cloudfront.ts';
import { cognito } from './cognito.ts';
import { compute } from './compute.ts';
import { httpApi } from './http-api.ts';
import type { ResourceKind } from './kind.ts';
import { messaging } from './messaging.ts';
import { names } from './names.ts';
import { storage } from './storage.ts';

const watching = 'there is no CloudWatch; the conditions that it watches are tested';

const withoutAnyEffect = (
  properties: readonly string[],
  why: string,
  kind: Partial<ResourceKind> = {},
): ResourceKind => ({
  ...kind,
  modelled: [],
  withoutEffect: Object.fromEntries(properties.map((property) => [property, why])),
});

const observed: Readonly<Record<string, ResourceKind>> = {
  'AWS::CloudWatch::Alarm': withoutAnyEffect(
    [
      'ActionsEnabled',
      'AlarmActions',
      'AlarmDescription',
      'AlarmName',
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
      'EvaluationPeriods',
      'ExtendedStatistic',
      'InsufficientDataActions',
      'MetricName',
      'Metrics',
      'Namespace',
      'OKActions',
      'Period',
      'Statistic',
      'Tags',
      'Threshold',
      'TreatMissingData',
      'Unit',
    ],
    watching,
    { nameProperty: 'AlarmName' },
  ),
  'AWS::CloudWatch::Dashboard': withoutAnyEffect(['DashboardBody', 'DashboardName'], watching),
  'AWS::Logs::MetricFilter': withoutAnyEffect(
    ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations'],
    watching,
  ),
  'AWS::CDK::Metadata': withoutAnyEffect(['Analytics'], 'it tells AWS which CDK version was used'),
};

/** Every CloudFormation type that runs here. A type that is missing stops the start. */
export const kinds: Readonly<Record<string, ResourceKind>> = {
  ...storage,
  ...messaging,
  ...compute,
  ...httpApi,
  ...cognito,
  ...cloudFront,
  ...names,
  ...observed,
};
