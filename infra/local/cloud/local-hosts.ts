import { REGION } from './arn.ts';
import type { HostRecord } from './dns.ts';
import type { Identity } from './resources/kind.ts';

export interface Origins {
  /** What CloudFront serves, e.g. `http://localhost:4310`. */
  readonly site: string;
  /** What API Gateway serves. */
  readonly ops: string;
  /** Where `Cognito.handle` is mounted. */
  readonly signIn: string;
  /** The AWS endpoint itself. */
  readonly aws: string;
}

/** Which local origin stands for which AWS host of the stack. */
export function localHosts(origins: Origins, identities: readonly (Identity & { type: string })[]): HostRecord[] {
  const records: HostRecord[] = [{ host: `sqs.${REGION}.amazonaws.com`, origin: origins.aws }];
  for (const { type, name, property } of identities) {
    if (type === 'AWS::CloudFront::Distribution') {
      records.push({ host: `d${name.slice(1).toLowerCase()}.cloudfront.net`, origin: origins.site });
      const { Aliases = [] } = (property('DistributionConfig') ?? {}) as { Aliases?: string[] };
      for (const host of Aliases) records.push({ host, origin: origins.site });
    } else if (type === 'AWS::ApiGatewayV2::Api') {
      records.push({ host: `${name}.execute-api.${REGION}.amazonaws.com`, origin: origins.ops });
    } else if (type === 'AWS::ApiGatewayV2::DomainName') {
      records.push({ host: name, origin: origins.ops });
    } else if (type === 'AWS::Cognito::UserPoolDomain') {
      const isOwn = property('CustomDomainConfig') !== undefined;
      const host = isOwn ? name : `${name}.auth.${REGION}.amazoncognito.com`;
      records.push({ host, origin: origins.signIn });
    }
  }
  return records;
}
