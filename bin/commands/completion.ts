import { Argument, type Command, type Option } from 'commander';
import type { Surroundings } from './surroundings.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const HELP = `
Examples:
  $ candor completion bash > ~/.local/share/bash-completion/completions/candor
  $ candor completion zsh >> ~/.zshrc
  $ candor completion fish > ~/.config/fish/completions/candor.fish`;

/** Adds `completion`, which prints what a shell needs to complete every command, option and choice. */
export function addCompletion(program: Command, surroundings: Surroundings): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose').choices(SHELLS))
    .description('what your shell needs to complete commands, options and their values')
    .addHelpText('after', HELP)
    .action((shell: (typeof SHELLS)[number]) => {
      const places = placesOf(program, []);
      surroundings.out(shell === 'fish' ? forFish(places) : shell === 'zsh' ? forZsh(places) : forBash(places));
    });
}

type Word = { word: string; about: string };
/** A place of the command line: the commands so far, and what may come next. */
type Place = { path: readonly string[]; commands: Word[]; values: readonly string[]; options: readonly Option[] };

function placesOf(command: Command, path: readonly string[]): Place[] {
  const own: Place = {
    path,
    commands: command.commands.map((one) => ({ word: one.name(), about: one.description() })),
    values: command.registeredArguments[0]?.argChoices ?? [],
    options: command.options.filter(({ hidden }) => !hidden),
  };
  return [own, ...command.commands.flatMap((one) => placesOf(one, [...path, one.name()]))];
}

const flagsOf = ({ long, short }: Option): string[] => [long, short].flatMap((flag) => flag ?? []);

function forBash(places: readonly Place[]): string {
  const choices = places.flatMap(({ path, options }) =>
    options
      .filter(({ argChoices }) => argChoices)
      .map((option) => {
        const when = flagsOf(option).map((flag) => `"${path.join(' ')}:${flag}"`);
        return `    ${when.join('|')}) words="${option.argChoices?.join(' ')}" ;;`;
      }),
  );
  const nexts = places.map(({ path, commands, values, options }) => {
    const words = [...commands.map(({ word }) => word), ...values, ...options.flatMap(({ long }) => long ?? [])];
    return `      "${path.join(' ')}") words="${words.join(' ')}" ;;`;
  });
  const known = places.filter(({ path }) => path.length > 0).map(({ path }) => `"${path.join(' ')}"`);
  return `_candor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" next i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${path:+$path }\${COMP_WORDS[i]}"
    case "$next" in
      ${known.join('|')}) path="$next" ;;
    esac
  done
  case "$path:$before" in
${choices.join('\n')}
    *) case "$path" in
${nexts.join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _candor candor`;
}

/** Zsh runs bash's completions when it is told to. */
const forZsh = (places: readonly Place[]): string => `autoload -U +X bashcompinit && bashcompinit\n${forBash(places)}`;

function forFish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, commands, values, options }) => {
    const where = path.length === 0 ? '__fish_use_subcommand' : path.map((one) => `__fish_seen_subcommand_from ${one}`);
    const when = `complete -c candor -n '${[where].flat().join('; and ')}'`;
    return [
      ...commands.map(({ word, about }) => `${when} -f -a ${word} -d ${quoted(about)}`),
      ...(values.length === 0 ? [] : [`${when} -f -a ${quoted(values.join(' '))}`]),
      ...options.map((option) => {
        const short = option.short ? ` -s ${option.short.slice(1)}` : '';
        const value = option.argChoices
          ? ` -x -a ${quoted(option.argChoices.join(' '))}`
          : option.required
            ? ' -r'
            : '';
        return `${when} -l ${(option.long ?? '').slice(2)}${short}${value} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return lines.join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
