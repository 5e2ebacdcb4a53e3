import { type Check, elsewhere, green, red } from '../checks/check.ts';
import type { OnAws, System } from './system.ts';

/** What has to be true of the stack, as CloudFormation and the services behind it tell. */
export const STACK_CHECKS: readonly Check<System>[] = [
  onAws('stack', 'the stack is whole', async ({ stack, on }) => {
    const { status } = await stack();
    return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)
      ? green(`${on.stackName} in ${on.region}: ${status}`)
      : red(
          `${on.stackName} is ${status}: the last deployment did not end well, or is under way.`,
          `aws cloudformation describe-stack-events --stack-name ${on.stackName} --region ${on.region} --max-items 20`,
        );
  }),
  onAws('addresses', 'this command line speaks to that stack', async ({ stack, on }, { opsUrl, siteUrl }) => {
    const { OpsUrl, SiteUrl } = (await stack()).outputs;
    if (OpsUrl === opsUrl && (siteUrl === undefined || SiteUrl === siteUrl)) return green(opsUrl);
    return red(
      `The stack says ${OpsUrl} and ${SiteUrl}; this profile says ${opsUrl} and ${siteUrl ?? 'no site'}. What follows is asked there.`,
      `candor deploy --stage ${on.name}`,
    );
  }),
  onAws('protection', 'nobody takes it down by a typing mistake', async ({ stack, on }) =>
    (await stack()).protected
      ? green('termination protection is on')
      : red(
          'Termination protection is off: one "cdk destroy" takes the public page away, and its address for ever.',
          `aws cloudformation update-termination-protection --enable-termination-protection --stack-name ${on.stackName} --region ${on.region}`,
        ),
  ),
  onAws('dead-letters', 'no message was put aside', async ({ resources, on }) => {
    const { waitingIn } = await import('../aws/queues.ts');
    const queues = (await resources()).filter(({ type, id }) => type === 'AWS::SQS::Queue' && /DeadLetters/.test(id));
    const waiting = await Promise.all(
      queues.map(async ({ id, physicalId }) => ({ id, physicalId, count: await waitingIn(on.settings, physicalId) })),
    );
    const full = waiting.filter(({ count }) => count > 0);
    const [first] = full;
    if (first === undefined) return green(`${queues.length} queues are empty`);
    return red(
      `${full.map(({ id, count }) => `${count} in ${id}`).join(', ')}. A nudge may be deleted; a status change is a wish that nobody has carried out (docs/deploying.md, When an alarm comes).`,
      `aws sqs receive-message --queue-url ${first.physicalId} --region ${on.region}`,
    );
  }),
];

function onAws(
  id: string,
  what: string,
  look: (aws: OnAws, system: System) => ReturnType<Check<System>['look']>,
): Check<System> {
  return {
    id: `stack-${id}`,
    what,
    look: async (system) =>
      system.aws === undefined
        ? elsewhere('everything runs on this machine; AWS is not asked')
        : look(system.aws, system),
  };
}
