import { describe, expect, it } from 'vitest';
import { deployer, OUTPUTS, TEMPLATE } from './deployer.ts';

const WHERE = 'eu-west-1/Candor-prod';
const RESOURCES = [
  { id: 'Table', type: 'AWS::DynamoDB::GlobalTable', physicalId: 'Candor-prod-Table-1ABC' },
  { id: 'SiteBucket', type: 'AWS::S3::Bucket', physicalId: 'candor-prod-site-1abc' },
  { id: 'Distribution', type: 'AWS::CloudFront::Distribution', physicalId: 'E1ABCDEFGHIJKL' },
  { id: 'Command', type: 'AWS::Lambda::Function', physicalId: 'Candor-prod-Command' },
];
const BLUESKY_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:bluesky-AbCdEf';
const DISTRIBUTION = { Type: 'AWS::CloudFront::Distribution', Properties: {}, DeletionPolicy: 'RetainExceptOnCreate' };

/** Somebody whose stage stands. `template`: as it was deployed. */
async function operator({
  template = { ...TEMPLATE.Resources, Distribution: DISTRIBUTION } as object,
  more = {},
} = {}) {
  const person = await deployer({
    config: { stages: { prod: { region: 'eu-west-1' }, test: { region: 'eu-west-1' } } },
  });
  const outputs = {
    ...OUTPUTS,
    SiteUrl: 'https://d111111abcdef8.cloudfront.net',
    SiteBucketName: 'candor-prod-site-1abc',
    BlueskySecretArn: BLUESKY_ARN,
    IntakeKeyArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:intake-AbCdEf',
  };
  const stack = { protected: true, outputs, template: { Resources: template }, resources: RESOURCES, ...more };
  person.aws.stacks.set(WHERE, stack);
  return { ...person, stack, destroy: () => person.candor('destroy', '--stage', 'prod') };
}

const deletes = (asked: string[]) => asked.filter((one) => /Delete|UpdateTermination/.test(one));

describe('candor destroy', () => {
  it.each([
    ['another name', () => 'test', '"test" is not the name of the stage, prod'],
    ['the name in capitals', () => 'PROD', '"PROD" is not the name'],
    ['yes', () => 'y', '"y" is not the name'],
    ['nothing', () => '', 'no name was typed'],
    ['Ctrl-C, or where nobody is at a terminal', () => undefined, 'no name was typed'],
  ])('changes nothing on %s: the stack stands, and is protected', async (_, typed, says) => {
    const person = await operator();
    person.answering(typed);
    const { code, err } = await person.destroy();
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(err).toContain('Nothing was changed');
    expect(deletes(person.aws.asked)).toEqual([]);
    expect(person.aws.stacks.get(WHERE)).toMatchObject({ protected: true });
  });

  it('has no flag that types the name', async () => {
    const person = await operator();
    expect((await person.candor('destroy', '--stage', 'prod', '--yes')).code).toBe(2);
    expect(person.aws.asked).toEqual([]);
  });

  it('says before it asks what goes, what stays by name, and what that costs', async () => {
    const person = await operator();
    const { err } = await person.destroy();
    expect(err).toContain('the table: everything that was said (Candor-prod-Table-1ABC): $0.25 a GB');
    expect(err).toContain('the distribution: the page’s address (E1ABCDEFGHIJKL)');
    expect(err).toContain('Nobody can say anything then');
    expect(person.questions).toEqual(['To delete, type the name of the stage (prod); anything else changes nothing:']);
  });

  it('deletes the stack once its name is typed, and prints what a config takes up again', async () => {
    const person = await operator();
    person.answering(() => 'prod');
    const { code, out } = await person.destroy();
    expect(code).toBe(0);
    expect(person.aws.stacks.has(WHERE)).toBe(false);
    expect(JSON.parse(out.slice(out.indexOf('{')))).toEqual({
      stages: {
        prod: {
          kept: {
            table: 'Candor-prod-Table-1ABC',
            site: {
              bucket: 'candor-prod-site-1abc',
              distribution: 'E1ABCDEFGHIJKL',
              host: 'd111111abcdef8.cloudfront.net',
            },
            keys: {
              intake: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:intake-AbCdEf',
              x: OUTPUTS.XTokensArn,
              bluesky: BLUESKY_ARN,
            },
          },
        },
      },
    });
  });

  it('refuses a stack that was deployed before its page was told to stay', async () => {
    const { DeletionPolicy: _no, ...goes } = DISTRIBUTION;
    const person = await operator({ template: { ...TEMPLATE.Resources, Distribution: goes } });
    person.answering(() => 'prod');
    const { code, err } = await person.destroy();
    expect(code).toBe(1);
    expect(err).toContain('Candor-prod: Distribution');
    expect(err).toContain('Deploy once more, which has it stay');
    expect(person.questions).toEqual([]);
    expect(deletes(person.aws.asked)).toEqual([]);
  });

  it('protects again what could not be deleted whole, and says so', async () => {
    const person = await operator({ more: { cannotGo: 'DELETE_FAILED' } });
    person.answering(() => 'prod');
    const { code, err } = await person.destroy();
    expect(code).toBe(1);
    expect(err).toContain('could not be deleted whole (DELETE_FAILED); it is protected again');
    expect(person.stack.protected).toBe(true);
  });

  it('says of a stage that is not there that there is nothing to take away', async () => {
    const person = await operator();
    person.aws.stacks.clear();
    const { code, err } = await person.destroy();
    expect(code).toBe(2);
    expect(err).toContain('there is no stack Candor-prod in eu-west-1');
  });
});
