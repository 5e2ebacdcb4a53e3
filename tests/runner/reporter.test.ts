import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import { CalmReporter } from '../../bin/test/reporter.ts';

describe('a file', () => {
  it('is under way while it is loaded and while its tests run, but not while it waits for its turn', () => {
    const reporter = new CalmReporter();
    const module = { moduleId: path.resolve('tests/a.test.ts') } as TestModule;
    const underWay = () => reporter.underWay.map(({ file }) => file);

    reporter.onTestModuleQueued(module);
    expect(underWay()).toEqual(['tests/a.test.ts']);
    reporter.onTestModuleCollected(module);
    expect(underWay()).toEqual([]);
    reporter.onTestModuleStart(module);
    expect(underWay()).toEqual(['tests/a.test.ts']);
  });
});
