import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Something on the command line that we cannot follow; the message names the option and what it may be. */
export class WrongOption extends Error {
  /** How a command that was not understood ends. */
  readonly exitCode = 2;
}

/**
 * The values of the options in `args`. Throws `WrongOption`, whose one line names what is wrong and ends in `howToAsk`,
 * the command that lists the options.
 */
export function readFlags<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  howToAsk: string,
) {
  try {
    return parseArgs({ args: withNegativeNumbers(args), options }).values;
  } catch (error) {
    // Node explains at length what a positional argument is; the first sentence says what is wrong.
    const [sentence = ''] = (error as Error).message.split(/\.?(?:\n|\. )/);
    throw new WrongOption(`${sentence.replace(/\.$/, '')}. ${howToAsk} lists the options.`);
  }
}

/** `--seeds -1` means the number -1, which is then refused as one, and not an option called 1. */
function withNegativeNumbers(args: readonly string[]): string[] {
  return args.reduce<string[]>((read, arg) => {
    const before = read.at(-1);
    if (/^-\d/.test(arg) && before !== undefined && /^--[a-z-]+$/.test(before)) read[read.length - 1] += `=${arg}`;
    else read.push(arg);
    return read;
  }, []);
}

/** The number that `text` is. `name` is what the person calls it, `expected` completes "it has to be". */
export function numberFrom(
  name: string,
  text: string,
  { isValid, expected }: { isValid: (value: number) => boolean; expected: string },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isValid(value)) return value;
  throw new WrongOption(`${name} is "${text}"; it has to be ${expected}.`);
}

/** `text` if it is one of `allowed`, for an option that was given. */
export function oneOf<const Name extends string>(name: string, text: string, allowed: readonly Name[]): Name {
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new WrongOption(`${name} is "${text}"; it has to be one of: ${allowed.join('; ')}.`);
}
