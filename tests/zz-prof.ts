import { execSync } from 'node:child_process';
import { startLocalSystem } from '/work/main/tests/support/local-system.ts';

const s = await startLocalSystem({
  startsAt: '08:00',
  environment: process.argv[2] ? { NODE_COMPILE_CACHE: process.argv[2] } : {},
});
const pg = execSync(`ps -eo pgid,args | grep -F ${s.dataDir} | grep -v grep | head -1`)
  .toString()
  .trim()
  .split(' ')[0]!;
console.log(
  'ready',
  s.readyMs(),
  execSync(
    `for p in $(ps -eo pid,pgid | awk '$2==${pg}{print $1}'); do echo $(awk '{print ($14+$15)*10}' /proc/$p/stat) $(tr '\\0' '\\n' </proc/$p/environ | grep -E '^AWS_LAMBDA_FUNCTION_NAME'|tr '\\n' ' ')\\;; done`,
  )
    .toString()
    .replaceAll('\n', ' '),
);
await s.end();
process.exit(0);
