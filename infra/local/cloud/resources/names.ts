import { arn } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const resolver = 'names are answered by rewriting them to the addresses of this machine (dns.ts)';

/** Names of the house, and what proves them. */
export const names: Readonly<Record<string, ResourceKind>> = {
  'AWS::CertificateManager::Certificate': {
    physicalName: (_stack, id) => localId(id, 32),
    arn: (name) => arn('acm', `certificate/${name}`),
    ref: ({ arn: certificateArn }) => certificateArn,
    modelled: ['DomainName'],
    withoutEffect: {
      DomainValidationOptions: 'a certificate is issued at once here; on AWS the stack waits until its record is found',
      SubjectAlternativeNames: because.network,
      ValidationMethod: 'a certificate is issued at once here',
      Tags: because.tags,
    },
  },
  'AWS::Route53::RecordSet': {
    nameProperty: 'Name',
    modelled: ['Name', 'Type'],
    withoutEffect: { AliasTarget: resolver, HostedZoneId: resolver, TTL: resolver, ResourceRecords: resolver },
  },
};
