/** Makes calls of one service (and operation) fail, as AWS sometimes does. */
export interface Fault {
  /** The name in the signature: `s3`, `events`, `dynamodb`, `sqs`, `ses`, `sns`, `secretsmanager`. */
  readonly service: string;
  /** Only this operation, e.g. `PutObject`; without it all of the service. */
  readonly operation?: string;
  /** Only what is asked of this bucket, by CloudFront too, as when S3 is in trouble where it lies. */
  readonly bucket?: string;
  /** How many calls fail. The SDK tries each request three times. */
  readonly times: number;
  /** HTTP status and error code of the answer; 503 `ServiceUnavailable` if not said. */
  readonly status?: number;
  readonly code?: string;
}

export interface Faults {
  inject(fault: Fault): void;
  clear(): void;
  /** The fault that this call meets, used up by one; undefined if it may pass. */
  take(service: string, operation: string, url?: string): { status: number; code: string } | undefined;
}

/** Faults that tests ask for; none at first. */
export function createFaults(): Faults {
  let waiting: (Fault & { left: number })[] = [];
  return {
    inject: (fault) => void waiting.push({ ...fault, left: fault.times }),
    clear() {
      waiting = [];
    },
    take(service, operation, url = '') {
      const [, bucket] = url.split(/[/?]/);
      const fault = waiting.find(
        (one) =>
          one.service === service &&
          (one.operation ?? operation) === operation &&
          (one.bucket === undefined || one.bucket === bucket),
      );
      if (!fault) return undefined;
      fault.left -= 1;
      waiting = waiting.filter((one) => one.left > 0);
      return { status: fault.status ?? 503, code: fault.code ?? 'ServiceUnavailable' };
    },
  };
}
