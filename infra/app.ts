import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildFunctions } from './build.ts';
import { readConfigFile } from './config-file.ts';
import { addStages } from './stacks.ts';

/**
 * The CDK app. Runs under `npx cdk synth` and as plain `node infra/app.ts`; neither needs credentials, docker or a
 * network.
 *
 *   CANDOR_BUNDLES=ready   take the bundles in dist/ as they are, for a caller that has just built them
 *   CANDOR_CHECKS=off      leave out cdk-nag and the validation of the template (1.5 s), for a quick local start
 *   CANDOR_CONFIG_FILE     the config, instead of the project's own candor.config.json
 *   CDK_OUTDIR             where the cloud assembly goes, instead of cdk.out
 *
 * Which systems there are, where, and under which names is in the config (`stages`). Context: `-c stage=staging` for one
 * of them alone. Where the config names no stages, `-c stage=staging` is a second system and `-c standby=eu-central-1`
 * a standby of the site in that region; this release is the last that reads both so.
 */
const root = path.resolve(import.meta.dirname, '..');
const from = process.env.CANDOR_CALLER_DIRECTORY ?? process.cwd();
const configFile = process.env.CANDOR_CONFIG_FILE ? path.resolve(from, process.env.CANDOR_CONFIG_FILE) : undefined;
const config = configFile === undefined ? undefined : readConfigFile(configFile);
const checked = process.env.CANDOR_CHECKS !== 'off';
if (!checked) process.env.CDK_VALIDATION = 'false';
// A bundle that is older than its source would be deployed without a word, so bundles are made anew each time.
if (process.env.CANDOR_BUNDLES !== 'ready') await buildFunctions({ configFile });

const app = new App({
  // The CLI hands this context over by itself; without the CLI nobody does.
  context: JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')).context,
  analyticsReporting: false,
  outdir: process.env.CDK_OUTDIR ?? path.join(root, 'cdk.out'),
});
if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

addStages(app, {
  bundles: path.join(root, 'dist'),
  config,
  stage: app.node.tryGetContext('stage'),
  standbyRegion: app.node.tryGetContext('standby'),
});
app.synth();
