import { type App, CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { Domain } from '../shared/config/stage-schema.ts';
import { zoneOf } from './constructs/own-name.ts';
import { STAYS } from './constructs/staying.ts';

/** CloudFront, and Cognito behind it, take certificates of this region alone. */
const REGION = 'us-east-1';

/** The ARN of a certificate for each name that has to have one in us-east-1. */
export type EdgeCertificates = { site: string; signIn?: string };

/** The names of a system of its own, and what proves them. */
export type OwnDomain = Domain & { certificates: EdgeCertificates };

/**
 * The certificates of the names that CloudFront answers to. One for each name: with one for all of them, another name
 * would be another certificate, and the old one is in use.
 */
export class CertificateStack extends Stack {
  /** As the system's stack asks for them, in whatever region that is. */
  readonly arns: EdgeCertificates;

  constructor(scope: Construct, id: string, props: StackProps & { domain: Domain }) {
    super(scope, id, {
      description: 'Candor: certificates of the public names',
      terminationProtection: true,
      ...props,
    });
    const { site, signIn, zone } = props.domain;
    const validation = CertificateValidation.fromDns(zone && zoneOf(this, zone));
    const arnOf = (name: string, domainName: string): string => {
      const certificate = new Certificate(this, name, { domainName, validation });
      // The page keeps its name when the system goes, and AWS deletes no certificate that is in use.
      certificate.applyRemovalPolicy(STAYS);
      const output = new CfnOutput(this, `${name}CertificateArn`, { value: certificate.certificateArn });
      return Fn.getStackOutput(this.stackName, output.logicalId, REGION);
    };
    this.arns = { site: arnOf('Site', site), ...(signIn ? { signIn: arnOf('SignIn', signIn) } : {}) };
  }

  /** The ARNs of the certificates of `domain`, and the stack that asks for them where the config names none. */
  static for(app: App, id: string, domain: Domain): { arns: EdgeCertificates; stack?: CertificateStack } {
    const { certificate } = domain;
    if (certificate !== undefined)
      return { arns: { site: certificate, ...(domain.signIn ? { signIn: certificate } : {}) } };
    const stack = new CertificateStack(app, id, { env: { region: REGION }, domain });
    return { arns: stack.arns, stack };
  }
}
