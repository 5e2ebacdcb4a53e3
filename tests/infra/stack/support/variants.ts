import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import raw from '../../../../candor.config.json' with { type: 'json' };
import { addStages } from '../../../../infra/stacks.ts';
import { parseConfig } from '../../../../shared/config/parse-config.ts';
import { projectContext, type Template, withBundles } from './synthesised.ts';

const zone = { id: 'Z0123456789ABC', name: 'example.com' };
const names = { site: 'status.example.com', ops: 'ops.example.com', signIn: 'sign-in.example.com' };
const arn = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;

/** The stages of a config, for each way in which a house may deploy. */
export const VARIANTS = {
  'without a domain': undefined,
  'with a domain in a zone of the account': { prod: { region: 'eu-west-1', domain: { ...names, zone } } },
  'with a domain kept elsewhere, and certificates that are there': {
    prod: {
      region: 'eu-west-1',
      domain: { ...names, certificate: arn('us-east-1'), opsCertificate: arn('eu-west-1') },
    },
  },
  'with a domain for the site alone, wherever the credentials point': { default: { domain: { site: names.site } } },
  'with a standby': { default: { region: 'eu-west-1', standby: 'eu-central-1' } },
  'with two stages, of which one has everything': {
    staging: {},
    prod: { region: 'us-east-1', standby: 'us-west-2', domain: { ...names, zone } },
  },
  'with what a stack before it has left': {
    prod: {
      region: 'eu-west-1',
      standby: 'eu-central-1',
      kept: {
        table: 'Candor-prod-IncidentsTable7D5FD327-1ABC',
        site: {
          bucket: 'candor-prod-sitebucket-1abc',
          distribution: 'E1ABCDEFGHIJKL',
          host: 'd111111abcdef8.cloudfront.net',
        },
        standby: 'candor-prod-standby-111122223333-eu-central-1',
        keys: {
          subscribers: secret('follow'),
          intake: secret('intake'),
          x: secret('x'),
          bluesky: secret('bluesky'),
          mastodon: secret('mastodon'),
        },
      },
    },
  },
} as const;

/** The one that takes up what is there instead of making it. */
export const KEEPING = 'with what a stack before it has left';

export type Variant = keyof typeof VARIANTS;
export const variants = Object.keys(VARIANTS) as Variant[];

export const configOf = (variant: Variant) => parseConfig({ ...raw, stages: VARIANTS[variant] });

export type Assembly = { folder: string; templates: Record<string, Template>; findings: string };

/**
 * A variant as `cdk synth` writes it, with bundles that hold nothing; whoever asks removes the folder. `findings` is empty,
 * or what cdk-nag and the validation of the template say.
 */
export function assemblyOf(variant: Variant, { nag = true } = {}): Assembly {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  return withBundles((bundles) => {
    const app = new App({ context: projectContext(), analyticsReporting: false, outdir: folder });
    if (nag) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    addStages(app, { bundles, config: configOf(variant) });
    let findings = '';
    try {
      app.synth();
    } catch (problem) {
      findings = String(problem);
    }
    const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
    const templates = files.map((file) => [
      file.replace('.template.json', ''),
      JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
    ]);
    return { folder, templates: Object.fromEntries(templates), findings };
  });
}
