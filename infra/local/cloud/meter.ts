import type { Call, Service } from './gateway.ts';

/** One call of a function to AWS, and what it would be billed by. */
export interface MeteredCall {
  readonly service: string;
  readonly operation: string;
  /** The name of the role that called, or `operator`. */
  readonly caller: string;
  /** Bytes that were sent. */
  readonly bytes: number;
  /** DynamoDB's capacity units; 0 for other services. Dynalite leaves out what an index adds. */
  readonly units: number;
}

/** The same service, with a word about each call to it. */
export function metered(name: string, service: Service, onCall: (call: MeteredCall) => void): Service {
  const report = ({ operation, caller, body }: Call, units: number) => {
    const who = typeof caller === 'object' && caller.kind === 'role' ? caller.roleArn.split('/').at(-1)! : 'operator';
    onCall({ service: name, operation, caller: who, bytes: body.length, units });
  };
  if (name !== 'dynamodb') {
    return (call, response) => {
      report(call, 0);
      return service(call, response);
    };
  }
  return (call, response) => {
    const asked = { ...JSON.parse(call.body.toString()), ReturnConsumedCapacity: 'TOTAL' };
    const end = response.end.bind(response);
    response.end = ((text: string | Buffer = '') => {
      report(call, unitsIn(String(text)));
      return end(text);
    }) as typeof response.end;
    return service({ ...call, body: Buffer.from(JSON.stringify(asked)) }, response);
  };
}

function unitsIn(answer: string): number {
  try {
    const { ConsumedCapacity = [] } = JSON.parse(answer);
    return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  } catch {
    // An error in another format: nothing was consumed that anybody could tell.
    return 0;
  }
}
