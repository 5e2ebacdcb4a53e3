// Runs a script of this project on the Node that is deployed (24), and installs what is missing first.
//   node bin/run.mjs infra/local/start.ts --port 4310
// Options before the script are Node's own.
// Plain JavaScript without dependencies, because on a fresh clone nothing else is here yet, and an older Node must
// be able to read it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const installedLock = path.join(root, 'node_modules', '.package-lock.json');
const NEEDED_MAJOR = 22;

/** True if node_modules was installed from the lockfile as it is now. */
function isInstalled() {
  try {
    return statSync(installedLock).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs || sameTree();
  } catch {
    return false;
  }
}

/** A checkout changes the lockfile's time without changing what it says: compare versions before installing again. */
function sameTree() {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.keys(wanted).every(
    (name) => name === '' || wanted[name].optional || have[name]?.version === wanted[name].version,
  );
}

function install() {
  console.error('candor: installing packages (npm ci), about half a minute the first time ...');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  // Without install scripts: every package that we use ships what it needs, and a native build would need a compiler.
  // Only errors: npm warns of packages that ask for a newer Node than this one, and the newer Node is among them.
  const done = spawnSync(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) {
    rmSync(installedLock, { force: true });
    console.error('candor: the installation failed; the lines above say why. Run the same command again to retry.');
    process.exit(done.status ?? 1);
  }
}

/** The Node that runs our TypeScript: the one that came with the packages, else this one if it is new enough. */
function nodePath() {
  for (const arch of ['x64', 'arm64']) {
    const bundled = path.join(root, 'node_modules', `node-linux-${arch}`, 'bin', 'node');
    if (existsSync(bundled) && process.platform === 'linux' && process.arch === arch) return bundled;
  }
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NEEDED_MAJOR) return process.execPath;
  console.error(
    `candor: Node ${process.versions.node} is too old here: on ${process.platform}/${process.arch} no newer one comes with the packages. Please install Node 24 (https://nodejs.org).`,
  );
  process.exit(1);
}

if (!isInstalled()) install();
const node = nodePath();
const given = process.argv.slice(2);
const scriptAt = given.findIndex((one) => !one.startsWith('--'));
const [script, ...args] = given.slice(scriptAt);
const options = ['--disable-warning=ExperimentalWarning', ...given.slice(0, scriptAt)];
const env = {
  ...process.env,
  PATH: `${path.dirname(node)}${path.delimiter}${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
  // What was read once starts a third faster; Node looks whether a file has changed.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules', '.cache', 'compiled'),
  // The command line works from any folder, but finds files that are named on it where the caller stands.
  CANDOR_CALLER_DIRECTORY: process.env.INIT_CWD ?? process.cwd(),
};
// The extra channel tells the child when this process is gone, also after a kill -9, so that nothing is left behind.
const child = spawn(node, [...options, path.resolve(root, script), ...args], {
  cwd: root,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm start is "exec node ...": without it, npm ends the shell between us and nobody tells us. With it, npm is our parent,
// and when it goes without a word, as after a kill -9, we become somebody else's child.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}
// Whoever started this with a channel of its own, as a test run does, may be killed too: then this ends as well.
process.on('disconnect', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else process.exit(code ?? 1);
});
