import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, buildFunctions } from '../../../infra/build.ts';
import { constructId, type FunctionName, functionNames } from '../../../infra/constructs/function-names.ts';
import { calledOf } from './support/called.ts';
import { ofType, synthesise } from './support/synthesised.ts';

/**
 * Bytes of all that is deployed, and of what is read before the first call, both about a twentieth above what was
 * measured: each 100 KB at the start costs 10 ms (docs/performance.md).
 */
const budgets: Record<FunctionName, { all: number; atStart: number }> = {
  // With the Markdown of the pages, the words of mails, the clients of Cognito and API Gateway, and of the networks on which
  // customers are answered: loaded when they are used.
  command: { all: 1_464_000, atStart: 596_000 },
  // With the desk, as far as the ticket system tells it something: loaded when it does.
  intake: { all: 770_000, atStart: 385_000 },
  sweep: { all: 946_000, atStart: 554_000 },
  // With the count of those whom the desk has answered.
  'publish-site': { all: 745_000, atStart: 745_000 },
  'publish-keyed': { all: 459_000, atStart: 401_000 },
  'publish-x': { all: 665_000, atStart: 414_000 },
  'publish-mail': { all: 550_000, atStart: 390_000 },
  'publish-hooks': { all: 575_000, atStart: 415_000 },
  'mail-feedback': { all: 430_000, atStart: 415_000 },
  // With what answers in a ticket system, and signs for it.
  listen: { all: 960_000, atStart: 615_000 },
  // With the pages of the desk: loaded when somebody is there. At start it knows whom to ask for floods beside an incident.
  console: { all: 256_000, atStart: 214_000 },
  subscribe: { all: 565_000, atStart: 565_000 },
};

/**
 * Set where one machine plays all of AWS, and on AWS by nobody: its answers take longer (shared/adapters/aws/deadlines.ts),
 * and what lies outside is played as well (shared/adapters/https/nearby.ts).
 */
const LOCAL_ONLY = ['CANDOR_PATIENCE', 'CANDOR_NEARBY'];

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
    const source = sourceOf(name);
    const read = [...new Set(source.match(/\bCANDOR_[A-Z_]+/g))].filter((one) => !LOCAL_ONLY.includes(one));
    for (const called of calledOf(name)) expect(given(called)).toEqual(read.toSorted());
  });

  it.each(functionNames)('%s stays small enough to start quickly', (name) => {
    const { bytes, bytesAtStart } = bundles.find((bundle) => bundle.name === name)!;
    expect(bytes).toBeLessThan(budgets[name].all);
    expect(bytesAtStart).toBeLessThan(budgets[name].atStart);
  });

  it.each(functionNames)('%s is ASCII: one other letter would have V8 keep two bytes for each', (name) => {
    expect(sourceOf(name).match(/[\u0080-\uffff].{0,40}/)?.[0]).toBeUndefined();
  });

  it.each(functionNames)('%s carries its config as it was checked when it was built, and not the schema', (name) => {
    expect(sourceOf(name)).not.toContain('IANA name; times are shown');
  });
});

/** All files of a bundle, one after the other. */
function sourceOf(name: FunctionName): string {
  const directory = path.join(outputDirectory, name);
  const files = readdirSync(directory).filter((file) => file.endsWith('.mjs'));
  return files.map((file) => readFileSync(path.join(directory, file), 'utf8')).join('\n');
}

function given(name: string): string[] {
  const [, lambda] = ofType(template, 'AWS::Lambda::Function').find(([id]) =>
    id.startsWith(`${constructId(name)}Function`),
  )!;
  return Object.keys(lambda.Properties.Environment.Variables)
    .filter((variable) => variable.startsWith('CANDOR_'))
    .toSorted();
}
