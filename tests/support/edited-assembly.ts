import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { currentAssembly, systemStack } from '../../infra/local/start/assembly.ts';
import { xAloneFile } from './x-alone.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is an open world, and these tests take it apart.
type Json = any;

/** A resource of the template by its logical id. */
export type Resource = { Type: string; Properties: Json };
export type Resources = Record<string, Resource>;

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * A copy of the cloud assembly that `npm start` runs, with X as the only channel, with its template changed. `remove` deletes the copy; the bundles
 * are not copied.
 */
export async function editedAssembly(edit: (resources: Resources) => void) {
  const original = await currentAssembly(root, () => {}, { configFile: xAloneFile() });
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  for (const name of readdirSync(original)) {
    const [from, to] = [path.join(original, name), path.join(folder, name)];
    if (name.startsWith('asset.')) symlinkSync(from, to);
    else cpSync(from, to);
  }
  const file = path.join(folder, `${systemStack(folder)}.template.json`);
  const template = JSON.parse(readFileSync(file, 'utf8'));
  edit(template.Resources);
  writeFileSync(file, JSON.stringify(template));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The one resource of this type whose logical id begins so. Throws if there is none, or more than one. */
export function one(resources: Resources, type: string, idPrefix: string): [id: string, resource: Resource] {
  const found = Object.entries(resources).filter(([id, { Type }]) => Type === type && id.startsWith(idPrefix));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} begin with ${idPrefix}`);
  return found[0]!;
}

/** Takes one action away from the role of a function. Throws if the role did not have it. */
export function revoke(resources: Resources, functionId: string, action: string): void {
  const [roleId] = one(resources, 'AWS::IAM::Role', `${functionId}Role`);
  let revoked = 0;
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== 'AWS::IAM::Policy' || !Properties.Roles.some((role: Json) => role.Ref === roleId)) continue;
    const document = Properties.PolicyDocument;
    document.Statement = document.Statement.flatMap((statement: Json) => {
      const actions = [statement.Action].flat();
      if (!actions.includes(action)) return [statement];
      revoked += 1;
      const left = actions.filter((other) => other !== action);
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    });
  }
  if (revoked === 0) throw new Error(`the role of ${functionId} may not ${action} anyway`);
}
