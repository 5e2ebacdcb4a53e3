/** What all clients of the SDK have in common, as far as it is needed here. */
type AnyClient = { middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void } };

/** Answers every command of a client without a network, and keeps what was asked. */
export function recordCalls<Input>(client: AnyClient, answer: (input: Input, nth: number) => object): Input[] {
  const calls: Input[] = [];
  const middleware = () => async (args: { input: Input }) => {
    calls.push(args.input);
    return { output: answer(args.input, calls.length), response: {} };
  };
  client.middlewareStack.add(middleware as never, { step: 'initialize', name: 'recordCalls' });
  return calls;
}
