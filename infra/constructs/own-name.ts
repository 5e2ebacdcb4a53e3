import { CfnOutput, Stack } from 'aws-cdk-lib';
import {
  AaaaRecord,
  ARecord,
  HostedZone,
  type IAliasRecordTarget,
  type IHostedZone,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Domain } from '../../shared/config/stage-schema.ts';

type Zone = NonNullable<Domain['zone']>;

export type OwnNameProps = {
  /** The name, such as `status.example.com`. */
  name: string;
  /** What AWS calls the same place. */
  host: string;
  alias: IAliasRecordTarget;
  zone: Zone | undefined;
  /** Of the output that says which record to make where there is no zone. */
  output: string;
};

/** The zone as the config knows it: nothing is looked up, so that a template is made without credentials. */
export const zoneOf = (scope: Construct, { id, name }: Zone): IHostedZone =>
  HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: id, zoneName: name });

/** A name of the house that leads to what AWS calls otherwise: by records of its zone, or by one that is printed. */
export class OwnName extends Construct {
  constructor(scope: Construct, id: string, { name, host, alias, zone, output }: OwnNameProps) {
    super(scope, id);
    if (zone === undefined) {
      new CfnOutput(Stack.of(this), output, { value: `${name} CNAME ${host}` });
      return;
    }
    const record = { zone: zoneOf(this, zone), recordName: `${name}.`, target: RecordTarget.fromAlias(alias) };
    new ARecord(this, 'A', record);
    new AaaaRecord(this, 'Aaaa', record);
  }
}
