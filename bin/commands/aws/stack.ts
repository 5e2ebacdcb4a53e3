import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { unlessMissing } from './account.ts';
import type { AwsSettings } from './settings.ts';
import { asked } from './trouble.ts';

/** A template as JSON. Only what this command line looks at. */
export type StackTemplate = {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string }>;
  Outputs?: Record<string, unknown>;
};

export type DeployedStack = {
  name: string;
  /** CloudFormation's word, such as `UPDATE_COMPLETE` or `ROLLBACK_COMPLETE`. */
  status: string;
  protected: boolean;
  outputs: Readonly<Record<string, string>>;
};

/** What was made in the name of a stack, by its id in the template. */
export type StackResource = { id: string; type: string; physicalId: string; status?: string };

/** The stack as it stands; undefined if there is none. Throws `AwsRefused`. */
export const deployedStack = (settings: AwsSettings, name: string): Promise<DeployedStack | undefined> =>
  asked(settings.region, async () => {
    const answer = await client(settings)
      .send(new DescribeStacksCommand({ StackName: name }))
      .catch(unlessMissing);
    const stack = answer?.Stacks?.[0];
    if (stack === undefined) return undefined;
    const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
    return {
      name,
      status: stack.StackStatus ?? 'unknown',
      protected: stack.EnableTerminationProtection ?? false,
      outputs: Object.fromEntries(outputs),
    };
  });

export const deployedTemplate = (settings: AwsSettings, name: string): Promise<StackTemplate> =>
  asked(settings.region, async () => {
    const { TemplateBody = '{}' } = await client(settings).send(new GetTemplateCommand({ StackName: name }));
    return JSON.parse(TemplateBody) as StackTemplate;
  });

export const resourcesOf = (settings: AwsSettings, name: string): Promise<readonly StackResource[]> =>
  asked(settings.region, async () => {
    const found: StackResource[] = [];
    for await (const page of paginateListStackResources({ client: client(settings) }, { StackName: name }))
      for (const {
        LogicalResourceId = '',
        ResourceType = '',
        PhysicalResourceId = '',
        ResourceStatus = '',
      } of page.StackResourceSummaries ?? [])
        found.push({
          id: LogicalResourceId,
          type: ResourceType,
          physicalId: PhysicalResourceId,
          status: ResourceStatus,
        });
    return found;
  });

const client = (settings: AwsSettings) => new CloudFormationClient(settings);
