import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { CandorStack } from '../../../infra/candor-stack.ts';
import { addStacks } from '../../../infra/stacks.ts';
import { NETWORKS } from './support/called.ts';
import { ofType, projectContext, spoken, synthesise, synthesiseAnew, withBundles } from './support/synthesised.ts';

describe('the stack', () => {
  it('gives the same template twice', () => {
    expect(synthesiseAnew()).toEqual(synthesiseAnew());
  });

  it('would be stopped by a finding that nobody has answered', () => {
    expect(checked((stack) => new Bucket(stack, 'Unexplained'))).toContain('AwsSolutions-S10');
  });

  it('has no circle of resources that wait for each other, which only a deployment would find', () => {
    expect(firstCircle(synthesise().Resources)).toBeUndefined();
  });

  it('uses no custom resource, so that whatever it describes can be run on one machine', () => {
    const { Resources } = synthesise();
    expect(Object.values(Resources).filter(({ Type }) => /^Custom::|CustomResource/.test(Type))).toEqual([]);
    expect(ofType({ Resources, Parameters: {} }, 'AWS::Lambda::Function')).toHaveLength(11 + NETWORKS.length);
  });

  it('gives every function its own log, kept for a month, as JSON, with traces', () => {
    const template = synthesise();
    const lambdas = ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
    for (const lambda of lambdas) {
      expect(lambda).toMatchObject({
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
        TracingConfig: { Mode: 'Active' },
      });
      expect(template.Resources[lambda.LoggingConfig.LogGroup.Ref]!.Properties.RetentionInDays).toBe(30);
    }
    expect(new Set(lambdas.map((lambda) => lambda.LoggingConfig.LogGroup.Ref)).size).toBe(11 + NETWORKS.length);
  });

  it('gives more of a processor to the functions that people, senders or the public wait for', () => {
    const memory = ofType(synthesise(), 'AWS::Lambda::Function').map(([id, { Properties }]) => [
      String(spoken({ Ref: id })).replace(/^<(\w+)Function>$/, '$1'),
      Properties.MemorySize,
    ]);
    expect(Object.fromEntries(memory)).toEqual({
      ...Object.fromEntries(NETWORKS.map((one) => [`Publish${one}`, 512])),
      Command: 1_024,
      Console: 1_024,
      Intake: 1_024,
      Listen: 512,
      MailFeedback: 512,
      PublishHooks: 512,
      PublishMail: 512,
      PublishSite: 1_024,
      PublishX: 512,
      Subscribe: 1_024,
      Sweep: 512,
    });
  });

  it('speaks to X itself unless the operator says otherwise', () => {
    expect(synthesise().Parameters.XUrl?.Default).toBe('https://api.x.com');
  });

  it('says which bundle is missing, and what to do', () => {
    const incomplete = () =>
      withBundles((bundles) => {
        rmSync(path.join(bundles, 'sweep'), { recursive: true });
        new CandorStack(new App({ context: projectContext() }), 'Candor', { bundles });
      });
    expect(incomplete).toThrow(/"sweep" is missing .*run npm run build/);
  });
});

/** 'clean', or what synthesis with cdk-nag and the built-in validation throws. */
function checked(change: (stack: CandorStack) => void): string {
  const outdir = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  try {
    return withBundles((bundles) => {
      const app = new App({ context: projectContext(), analyticsReporting: false, outdir });
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      const stack = addStacks(app, { bundles });
      change(stack);
      try {
        app.synth();
      } catch (problem) {
        return String(problem);
      }
      return existsSync(path.join(outdir, stack.templateFile)) ? 'clean' : 'no template';
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The ids of the first circle found by walking along Ref, GetAtt and DependsOn; undefined when there is none. */
function firstCircle(resources: Record<string, unknown>): string[] | undefined {
  const finished = new Set<string>();
  const walk = (id: string, trail: string[]): string[] | undefined => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (finished.has(id)) return undefined;
    for (const next of idsIn(resources[id], resources)) {
      const circle = walk(next, [...trail, id]);
      if (circle) return circle;
    }
    finished.add(id);
    return undefined;
  };
  for (const id of Object.keys(resources)) {
    const circle = walk(id, []);
    if (circle) return circle;
  }
  return undefined;
}

function idsIn(value: unknown, resources: Record<string, unknown>): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => idsIn(part, resources));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === 'Ref' || key === 'DependsOn') return [part].flat().filter((id) => id in resources);
    if (key === 'Fn::GetAtt') return [part[0]];
    return idsIn(part, resources);
  });
}
