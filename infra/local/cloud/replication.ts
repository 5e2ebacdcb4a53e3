import type { Fauxqs } from './fauxqs.ts';
import type { Guard } from './policies.ts';
import { findObject } from './s3.ts';
import type { Properties, Template } from './template.ts';

/** Hears that an object was written. */
export type Replicate = (bucket: string, key: string) => void;

/**
 * Copies what is written to a bucket to the buckets that its replication names, a turn later: S3 takes seconds to
 * minutes for it. Throws, as CloudFormation would fail, if a bucket is not there or the role may not write to it.
 */
export function createReplication(template: Template, guard: Guard, fauxqs: Fauxqs): Replicate {
  const { s3 } = fauxqs;
  const copies = new Map<string, string[]>();
  for (const { id, type, name, properties } of template.ofType('AWS::S3::Bucket')) {
    const { Role, Rules = [] } = (properties.ReplicationConfiguration ?? {}) as Properties;
    const active = Rules.filter(({ Status }: Properties) => Status === 'Enabled');
    copies.set(
      name,
      active.map(({ Destination }: Properties) => {
        const copy = String(Destination.Bucket).split(':::')[1]!;
        if (!s3.hasBucket(copy)) throw new Error(`${id} (${type}): it replicates to ${copy}, which is not there`);
        const role = { kind: 'role', roleArn: Role } as const;
        guard.checkTrust(Role, 's3.amazonaws.com', `arn:aws:s3:::${name}`);
        if (!guard.allows(role, { action: 's3:ReplicateObject', resource: `${Destination.Bucket}/*` }))
          throw new Error(`${id} (${type}): its role may not replicate to ${copy}`);
        return copy;
      }),
    );
  }
  return (bucket, key) => {
    for (const copy of copies.get(bucket) ?? [])
      setImmediate(() => {
        const object = findObject(fauxqs, bucket, key);
        if (object === undefined) return;
        const { cacheControl } = object;
        s3.putObject(copy, key, object.body, object.contentType, object.metadata, cacheControl ? { cacheControl } : {});
      });
  };
}
