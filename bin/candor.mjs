#!/usr/bin/env node
// `candor` as installed by npm: the same launcher as `npm run candor --`.
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, 'bin/candor.ts');
await import(fileURLToPath(new URL('./run.mjs', import.meta.url)));
