/** Somebody pressed Ctrl-C or Escape at a question: nothing was said. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

export type Choice<Value extends string> = { value: Value; label: string; hint?: string };

/** Questions to a person at a terminal. Each throws `Cancelled` when they walk away. */
export type Prompts = {
  /** Something to read before the next question. */
  show: (title: string, text: string) => void;
  /** A line of text. `check` answers what is wrong with it; `placeholder` shows what may be written. */
  text: (question: {
    message: string;
    placeholder?: string;
    initial?: string;
    check?: (text: string) => string | undefined;
  }) => Promise<string>;
  /** A line that nobody who looks on can read: nothing of it is shown. */
  secret: (message: string) => Promise<string>;
  choose: <Value extends string>(message: string, choices: readonly Choice<Value>[]) => Promise<Value>;
  chooseSeveral: (message: string, choices: readonly Choice<string>[]) => Promise<readonly string[]>;
};

/** The questions as @clack/prompts asks them, on stderr, so that standard output stays what the command prints. */
export async function terminalPrompts(): Promise<Prompts> {
  const clack = await import('@clack/prompts');
  const output = process.stderr;
  const answer = <Value>(given: Value | typeof clack.CANCEL_SYMBOL): Value => {
    if (clack.isCancel(given)) throw new Cancelled();
    return given;
  };
  return {
    show: (title, text) => clack.note(text, title, { output, format: (line) => line }),
    text: async ({ message, placeholder, initial, check }) =>
      answer(
        await clack.text({
          message,
          output,
          ...(placeholder === undefined ? {} : { placeholder }),
          ...(initial === undefined ? {} : { initialValue: initial }),
          ...(check === undefined ? {} : { validate: (text) => check(text ?? '') }),
        }),
      ) ?? '',
    secret: async (message) => answer(await clack.password({ message, output, mask: '' })) ?? '',
    choose: async (message, choices) =>
      answer(
        await clack.select<string>({ message, output, options: choices.map((choice) => ({ ...choice })) }),
      ) as (typeof choices)[number]['value'],
    chooseSeveral: async (message, choices) =>
      answer(
        await clack.multiselect<string>({
          message,
          output,
          required: true,
          options: choices.map((choice) => ({ ...choice })),
        }),
      ),
  };
}
