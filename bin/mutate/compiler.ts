import path from 'node:path';
import { API } from 'typescript/unstable/sync';

/** Asks the compiler about sources that are changed only in memory. */
export type Compiler = {
  /** What it refuses in `file` when it reads `source`; empty if it takes it. */
  errorsIn(file: string, source: string): string[];
  close(): void;
};

/** A compiler over the `files` of the project at `root`, with the project's own options. */
export function compiler(root: string, files: readonly string[]): Compiler {
  const config = path.join(root, 'tsconfig.mutants.json');
  const inMemory = new Map([[config, JSON.stringify({ extends: './tsconfig.json', include: [], files })]]);
  const api = new API({ cwd: root, fs: { readFile: (name) => inMemory.get(name) } });
  api.updateSnapshot({ openProjects: [config] });
  return {
    errorsIn(file, source) {
      const name = path.join(root, file);
      inMemory.set(name, source);
      const project = () => api.updateSnapshot({ fileChanges: { changed: [name] } }).getProjects()[0]!;
      const { program } = project();
      const errors = [...program.getSyntacticDiagnostics(name), ...program.getSemanticDiagnostics(name)];
      inMemory.delete(name);
      project();
      return errors.map(({ text }) => text);
    },
    close: () => api.close(),
  };
}
