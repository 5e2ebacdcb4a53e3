import path from 'node:path';
import { DefaultReporter, type TestCase, type TestModule, type TestModuleState } from 'vitest/node';
import { load } from './machine.ts';
import type { Count, Failure, Took, UnderWay } from './words.ts';

/** Prints a line per file and what failed in full, and remembers what the end of the run is told from. */
export class CalmReporter extends DefaultReporter {
  readonly failures: Failure[] = [];
  readonly took: Took[] = [];
  private readonly began = new Map<string, number>();
  private passed = 0;
  private skipped = 0;

  constructor() {
    super({ summary: false, isTTY: false });
  }

  get count(): Count {
    return { passed: this.passed, failed: this.failures.length, skipped: this.skipped };
  }

  get underWay(): UnderWay[] {
    const now = performance.now();
    return [...this.began].map(([file, since]) => ({ file, seconds: (now - since) / 1000 }));
  }

  /** For what stops a run from outside a test. */
  failed(file: string, name: string): void {
    this.failures.push({ file, name, load: load() });
  }

  /** A worker begins to load the file. */
  override onTestModuleQueued(module: TestModule): void {
    this.began.set(fileOf(module), performance.now());
  }

  /** A worker alone loads all of its files before it runs the first. */
  override onTestModuleCollected(module: TestModule): void {
    this.began.delete(fileOf(module));
  }

  onTestModuleStart(module: TestModule): void {
    this.began.set(fileOf(module), performance.now());
  }

  override onTestCaseResult(test: TestCase): void {
    super.onTestCaseResult(test);
    const { state } = test.result();
    const file = fileOf(test.module);
    if (state === 'passed') this.passed++;
    if (state === 'skipped') this.skipped++;
    if (state === 'failed') this.failed(file, test.fullName);
    this.took.push({ file, name: test.fullName, ms: test.diagnostic()?.duration ?? 0 });
  }

  override onTestModuleEnd(module: TestModule): void {
    super.onTestModuleEnd(module);
    const file = fileOf(module);
    this.began.delete(file);
    // A file that cannot be read, or whose preparation failed, has no test that could.
    const isSilent = module.state() === 'failed' && !this.failures.some((failure) => failure.file === file);
    if (isSilent) this.failed(file, 'the file as a whole, or what its tests share');
  }

  override onTestRunEnd(...told: Parameters<DefaultReporter['onTestRunEnd']>): void {
    super.onTestRunEnd(...told);
    for (const { message } of told[1]) this.failed('outside of any test', message.split('\n')[0]!);
  }

  /** Slow tests are listed when they are asked for. */
  override printTestCase(state: TestModuleState, test: TestCase): void {
    if (test.result().state === 'failed') super.printTestCase(state, test);
  }

  /** The end of the run tells it in its own words. */
  override reportTestSummary(): void {}
}

const fileOf = (module: TestModule): string => path.relative(process.cwd(), module.moduleId);
