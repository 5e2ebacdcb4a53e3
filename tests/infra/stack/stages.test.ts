import { describe, expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { stackName, stageCalled, stagesOf } from '../../../shared/config/stages.ts';

const withStages = (stages: unknown) => parseConfig({ ...raw, stages });
const ofStage = (stage: unknown) => withStages({ prod: stage });

describe('the stages of a config', () => {
  it('need not be named: then there is one, whose stack is Candor', () => {
    const config = parseConfig(raw);
    expect(stagesOf(config)).toEqual([{ name: 'default', stage: {} }]);
    expect(stackName('default')).toBe('Candor');
    expect(stageCalled(config, undefined)).toEqual({ name: 'default', stage: {} });
    expect(stageCalled(config, 'staging')).toEqual({ name: 'staging', stage: {} });
    expect(stageCalled(withStages({}), 'staging')).toEqual({ name: 'staging', stage: {} });
  });

  it('are a stack each, and one alone need not be said', () => {
    const config = ofStage({ region: 'eu-west-1', standby: 'eu-central-1' });
    expect(stageCalled(config, undefined)).toEqual(stageCalled(config, 'prod'));
    expect(stageCalled(config, 'prod').stage).toEqual({ region: 'eu-west-1', standby: 'eu-central-1' });
    expect(stackName('prod')).toBe('Candor-prod');
  });

  it('of which there are several are not guessed at, and one that is not there is not made up', () => {
    const config = withStages({ default: {}, staging: {} });
    expect(() => stageCalled(config, undefined)).toThrow('several stages: default, staging. Say which');
    expect(() => stageCalled(config, 'stagin')).toThrow('no stage "stagin", only default, staging');
  });

  it.each([
    ['Prod', 'lower-case letters'],
    ['_prod', 'lower-case letters'],
    ['1prod', 'beginning with a letter'],
    ['pro--d', 'single hyphens'],
    ['prod-', 'single hyphens'],
    ['aws-prod', 'holds "aws"'],
    ['mycognito', 'holds "cognito"'],
    ['amazon', 'holds "amazon"'],
    ['edge', 'take another name'],
    ['certificate', 'take another name'],
    ['a-name-longer-than-that', 'longer than 20 letters'],
  ])('cannot be called %s, and it is said why', (name, why) => {
    expect(() => withStages({ [name]: {} })).toThrow(new RegExp(`stages\\.${name}: .*${why}`));
    expect(() => stageCalled(parseConfig(raw), name)).toThrow(why);
  });

  it('called as long as allowed have names that S3 and Cognito take for all that is named after them', () => {
    const longest = `candor-${'a'.repeat(20)}-standby-111122223333-ap-southeast-1`;
    expect(longest.length).toBeLessThanOrEqual(63);
    expect(() => withStages({ ['a'.repeat(20)]: {} })).not.toThrow();
  });
});

describe('what a stage says', () => {
  const zone = { id: 'Z0123456789ABC', name: 'example.com' };
  const arn = (where: string) => `arn:aws:acm:${where}:111122223333:certificate/0a1b2c3d`;

  it('may be nothing, a region, a standby, and names of its own', () => {
    const stage = {
      region: 'eu-west-1',
      standby: 'us-west-2',
      domain: {
        site: 'status.example.com',
        ops: 'ops.example.com',
        signIn: 'sign-in.example.com',
        zone,
        certificate: arn('us-east-1'),
        opsCertificate: arn('eu-west-1'),
      },
    };
    expect(stageCalled(ofStage(stage), 'prod').stage).toEqual(stage);
  });

  it.each([
    ['a region that is none', { region: 'Ireland' }, 'prod.region: a region of AWS'],
    [
      'a standby that would fall with the rest',
      { region: 'eu-west-1', standby: 'eu-west-1' },
      'prod.standby: is the re',
    ],
    ['an address for a name', { domain: { site: 'https://status.example.com' } }, 'domain.site: a name like status.'],
    ['a name without a dot', { domain: { site: 'status' } }, 'domain.site: a name like status.'],
    [
      'one name for two',
      { domain: { site: 'a.example.com', ops: 'a.example.com' } },
      'domain.ops: "a.example.com" is wh',
    ],
    [
      'a name outside its zone',
      { domain: { site: 'status.example.org', zone } },
      'domain.site: "status.example.org" is not',
    ],
    [
      'a name that only ends like its zone',
      { domain: { site: 'badexample.com', zone } },
      'domain.site: "badexample.com" is',
    ],
    [
      'a certificate that CloudFront cannot use',
      { domain: { site: 'a.example.com', certificate: arn('eu-west-1') } },
      'domain.certificate: the ARN of a certificate in us-east-1',
    ],
    [
      'a certificate of another region',
      {
        region: 'eu-west-1',
        domain: { site: 'a.example.com', ops: 'b.example.com', opsCertificate: arn('us-west-2') },
      },
      'domain.opsCertificate: is a certificate of us-west-2, and the stage stands in eu-west-1',
    ],
    [
      'a certificate for nothing',
      { region: 'eu-west-1', domain: { site: 'a.example.com', opsCertificate: arn('eu-west-1') } },
      'domain.opsCertificate: is for a name that is missing',
    ],
  ])('is refused at its place if it is %s', (_, stage, message) => {
    expect(() => ofStage(stage)).toThrow(`stages.prod`);
    expect(() => ofStage(stage)).toThrow(message);
  });
});
