import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, buildFunctions } from '../../../infra/build.ts';
import { constructId, type FunctionName, functionNames } from '../../../infra/constructs/function-names.ts';
import { ofType, synthesise } from './support/synthesised.ts';

/** Bytes of index.mjs, a seventh above what was measured: each 100 KB costs a cold start about 10 ms. */
const budgets: Record<FunctionName, number> = {
  // With the Markdown of the pages: whoever reads a text before it is said sees what its signs become.
  // And with the clients of Cognito and of API Gateway, which make the clients of programs and let them in (95 KB).
  command: 1_110_000,
  // It asks SNS whether anybody would hear of what it says.
  intake: 785_000,
  sweep: 934_000,
  'publish-site': 880_000,
  'publish-x': 720_000,
  remind: 600_000,
  console: 425_000,
};

/** Set where one machine plays all of AWS and its answers take longer; on AWS by nobody (shared/adapters/aws/deadlines.ts). */
const PATIENCE = 'CANDOR_PATIENCE';

const template = synthesise();
let outputDirectory: string;
let bundles: Bundle[];
beforeAll(async () => {
  outputDirectory = mkdtempSync(path.join(tmpdir(), 'candor-dist-'));
  bundles = await buildFunctions({ outputDirectory });
});
afterAll(() => rmSync(outputDirectory, { recursive: true, force: true }));

describe('the functions', () => {
  it('are those that the stack deploys', () => {
    expect(bundles.map((bundle) => bundle.name)).toEqual(functionNames.toSorted());
  });

  it.each(functionNames)('%s is given the variables that its code reads, and no others', (name) => {
    const source = readFileSync(path.join(outputDirectory, name, 'index.mjs'), 'utf8');
    const read = [...new Set(source.match(/\bCANDOR_[A-Z_]+/g))].filter((one) => one !== PATIENCE);
    expect(given(name)).toEqual(read.toSorted());
  });

  it.each(functionNames)('%s stays small enough to start quickly', (name) => {
    expect(bundles.find((bundle) => bundle.name === name)!.bytes).toBeLessThan(budgets[name]);
  });
});

function given(name: FunctionName): string[] {
  const [, lambda] = ofType(template, 'AWS::Lambda::Function').find(([id]) =>
    id.startsWith(`${constructId(name)}Function`),
  )!;
  return Object.keys(lambda.Properties.Environment.Variables)
    .filter((variable) => variable.startsWith('CANDOR_'))
    .toSorted();
}
