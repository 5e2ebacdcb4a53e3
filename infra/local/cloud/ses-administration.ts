import { dkimTokens } from './resources/ses.ts';
import type { SesAccount, SesQuota } from './ses-account.ts';
import type { SesCall } from './ses-calls.ts';
import { DEFAULT_BUS, type SesDestination } from './ses-destinations.ts';
import { SesRefusal } from './ses-mail.ts';
import type { MailGateName } from './ses-trouble.ts';
import type { Properties, Resource } from './template.ts';

/** What can be asked of an account, and set. */
export type Administered = {
  readonly account: SesAccount;
  readonly quota: SesQuota;
  /** Identities of the template, in small letters. */
  readonly declared: readonly string[];
  readonly sets: readonly Resource[];
  readonly destinations: readonly SesDestination[];
  stands(name: MailGateName): boolean;
};

const missing = (what: string) => new SesRefusal('NotFoundException', `${what} does not exist.`, 404);

/** The answer of every operation but `SendEmail`. Throws `SesRefusal`, also for one that is not modelled. */
export function answerAdministration({ operation, named }: SesCall, input: Properties, parts: Administered): object {
  const { account, declared, sets, destinations } = parts;
  const identities = () => [...new Set([...declared, ...account.kept.identities])];
  switch (operation) {
    case 'GetAccount':
      return accountAnswer(parts);
    case 'PutAccountSendingAttributes':
      account.change({ sendingEnabled: input.SendingEnabled ?? false });
      return {};
    case 'PutAccountSuppressionAttributes':
      account.change({ suppressedReasons: input.SuppressedReasons ?? [] });
      return {};
    case 'PutAccountPricingAttributes':
      account.change({ plan: input.Plan });
      return {};
    case 'ListEmailIdentities':
      return { EmailIdentities: identities().map((name) => ({ IdentityName: name, ...stateOf(name) })) };
    case 'CreateEmailIdentity': {
      const name = String(input.EmailIdentity).toLowerCase();
      if (identities().includes(name))
        throw new SesRefusal('AlreadyExistsException', `Email identity ${name} already exist.`);
      account.change({ identities: [...account.kept.identities, name] });
      return identityAnswer(name);
    }
    case 'GetEmailIdentity': {
      const name = named.toLowerCase();
      if (!identities().includes(name)) throw missing(`Email identity ${named}`);
      return identityAnswer(name);
    }
    case 'DeleteEmailIdentity': {
      const name = named.toLowerCase();
      if (!account.kept.identities.includes(name)) throw missing(`Email identity ${named}`);
      account.change({ identities: account.kept.identities.filter((one) => one !== name) });
      return {};
    }
    case 'ListConfigurationSets':
      return { ConfigurationSets: sets.map(({ name }) => name) };
    case 'GetConfigurationSet': {
      const { name, properties } = setNamed(sets, named);
      return {
        ConfigurationSetName: name,
        SendingOptions: { SendingEnabled: properties.SendingOptions?.SendingEnabled ?? true },
        ...(properties.SuppressionOptions ? { SuppressionOptions: properties.SuppressionOptions } : {}),
      };
    }
    case 'GetConfigurationSetEventDestinations': {
      const { name } = setNamed(sets, named);
      return { EventDestinations: destinations.filter(({ set }) => set === name).map(destinationAnswer) };
    }
    case 'ListSuppressedDestinations':
      return { SuppressedDestinationSummaries: Object.keys(account.kept.suppressed).map(suppressedAnswer) };
    case 'PutSuppressedDestination':
      account.suppress(String(input.EmailAddress).toLowerCase(), input.Reason);
      return {};
    case 'GetSuppressedDestination':
      if (!account.kept.suppressed[named.toLowerCase()]) throw missing('Email address');
      return { SuppressedDestination: suppressedAnswer(named.toLowerCase()) };
    case 'DeleteSuppressedDestination':
      if (!account.unsuppress(named.toLowerCase())) throw missing('Email address');
      return {};
    default:
      throw new SesRefusal('BadRequestException', `${operation} is not modelled`);
  }

  function suppressedAnswer(address: string) {
    const { reason, at } = account.kept.suppressed[address]!;
    return { EmailAddress: address, Reason: reason, LastUpdateTime: Date.parse(at) / 1_000 };
  }
}

function accountAnswer({ account, quota, stands }: Administered): object {
  const { kept } = account;
  const suspended = stands('suspended');
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: suspended ? 'SHUTDOWN' : 'HEALTHY',
    ProductionAccessEnabled: !stands('sandbox'),
    SendingEnabled: kept.sendingEnabled && !suspended && !stands('paused'),
    SendQuota: {
      Max24HourSend: quota.perDay,
      MaxSendRate: quota.perSecond,
      SentLast24Hours: stands('quota') ? quota.perDay : account.sentToday(),
    },
    SuppressionAttributes: { SuppressedReasons: kept.suppressedReasons },
    PricingAttributes: { CurrentPlan: kept.plan },
  };
}

const stateOf = (name: string) => ({
  IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
  SendingEnabled: true,
  VerificationStatus: 'SUCCESS',
});

function identityAnswer(name: string): object {
  const { IdentityType } = stateOf(name);
  return {
    IdentityType,
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    FeedbackForwardingStatus: false,
    DkimAttributes: {
      SigningEnabled: true,
      Status: 'SUCCESS',
      SigningAttributesOrigin: 'AWS_SES',
      CurrentSigningKeyLength: 'RSA_2048_BIT',
      ...(IdentityType === 'DOMAIN' ? { Tokens: dkimTokens(name) } : {}),
    },
    MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
  };
}

function setNamed(sets: readonly Resource[], name: string): Resource {
  const found = sets.find((set) => set.name === name);
  if (!found) throw missing(`Configuration set <${name}>`);
  return found;
}

const destinationAnswer = ({ name, types }: SesDestination) => ({
  Name: name,
  Enabled: types.size > 0,
  MatchingEventTypes: [...types],
  EventBridgeDestination: { EventBusArn: DEFAULT_BUS },
});
