import { randomBytes, randomUUID } from 'node:crypto';
import { readJsonFile, writeJsonFile } from './durable-file.ts';
import { answerError, answerJson, type Service } from './gateway.ts';
import type { Resource } from './template.ts';

interface Version {
  readonly value: string;
  readonly versionId: string;
  readonly createdAt: number;
}

export interface Secrets {
  readonly service: Service;
  /** The current value of a secret, by ARN or name. */
  get(id: string): string | undefined;
  /** Sets a value as an operator would. It is on disk when this returns. */
  put(id: string, value: string): void;
}

/** The secrets of the template; values are kept in `file`. A new secret has the value that the template makes. */
export function createSecrets(resources: readonly Resource[], file: string): Secrets {
  const versions = readJsonFile<Record<string, Version>>(file, {});
  const find = (id: string) => resources.find(({ arn, name }) => arn === id || name === id);
  const set = (arn: string, value: string): Version => {
    const version = { value, versionId: randomUUID(), createdAt: Date.now() };
    versions[arn] = version;
    writeJsonFile(file, versions);
    return version;
  };
  for (const secret of resources) {
    const initial = initialValue(secret);
    if (!versions[secret.arn] && initial !== undefined) set(secret.arn, initial);
  }

  return {
    get: (id) => versions[find(id)?.arn ?? '']?.value,
    put(id, value) {
      const secret = find(id);
      if (!secret) throw new Error(`there is no secret ${id}`);
      set(secret.arn, value);
    },
    service({ operation, body }, response) {
      const { SecretId, SecretString } = JSON.parse(body.toString());
      const secret = find(SecretId);
      const missing = () =>
        answerError(
          response,
          'secretsmanager',
          400,
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret.",
        );
      if (!secret) return missing();
      const { arn: ARN, name: Name } = secret;
      if (operation === 'PutSecretValue') {
        const { versionId } = set(ARN, SecretString);
        return answerJson(response, { ARN, Name, VersionId: versionId, VersionStages: ['AWSCURRENT'] });
      }
      if (operation !== 'GetSecretValue') {
        return answerError(
          response,
          'secretsmanager',
          400,
          'UnknownOperationException',
          `${operation} is not modelled`,
        );
      }
      const version = versions[ARN];
      if (!version) return missing();
      answerJson(response, {
        ARN,
        Name,
        CreatedDate: version.createdAt / 1000,
        SecretString: version.value,
        VersionId: version.versionId,
        VersionStages: ['AWSCURRENT'],
      });
    },
  };
}

const generateModelled = [
  'SecretStringTemplate',
  'GenerateStringKey',
  'PasswordLength',
  'ExcludePunctuation',
  'ExcludeCharacters',
  'IncludeSpace',
  'RequireEachIncludedType',
];

function initialValue({ id, type, properties }: Resource): string | undefined {
  if (properties.SecretString !== undefined) return properties.SecretString;
  const wish = properties.GenerateSecretString;
  if (!wish) return undefined;
  const unknown = Object.keys(wish).find((key) => !generateModelled.includes(key));
  if (unknown) throw new Error(`${id} (${type}): the property GenerateSecretString.${unknown} is not modelled`);
  // Hexadecimal digits keep every rule about which characters are allowed.
  const length = wish.PasswordLength ?? 32;
  const generated = randomBytes(length).toString('hex').slice(0, length);
  if (!wish.GenerateStringKey) return generated;
  return JSON.stringify({ ...JSON.parse(wish.SecretStringTemplate ?? '{}'), [wish.GenerateStringKey]: generated });
}
