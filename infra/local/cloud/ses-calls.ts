import { arn } from './arn.ts';
import type { Access } from './iam.ts';
import type { SignedRequest } from './sigv4.ts';

/** What a request to SES asks for: its operation, and what the path names. */
export type SesCall = { readonly operation: string; readonly named: string };

/** Method and path of every operation that is modelled; `*` stands for what the path names. Two lists have two paths: clients of now use the second. */
const operations: Readonly<Record<string, string>> = {
  'POST outbound-emails': 'SendEmail',
  'GET account': 'GetAccount',
  'PUT account/sending': 'PutAccountSendingAttributes',
  'PUT account/suppression': 'PutAccountSuppressionAttributes',
  'PUT account/pricing-attributes': 'PutAccountPricingAttributes',
  'GET identities': 'ListEmailIdentities',
  'POST list-identities': 'ListEmailIdentities',
  'POST identities': 'CreateEmailIdentity',
  'GET identities/*': 'GetEmailIdentity',
  'DELETE identities/*': 'DeleteEmailIdentity',
  'GET configuration-sets': 'ListConfigurationSets',
  'POST list-configuration-sets': 'ListConfigurationSets',
  'GET configuration-sets/*': 'GetConfigurationSet',
  'GET configuration-sets/*/event-destinations': 'GetConfigurationSetEventDestinations',
  'GET suppression/addresses': 'ListSuppressedDestinations',
  'PUT suppression/addresses': 'PutSuppressedDestination',
  'GET suppression/addresses/*': 'GetSuppressedDestination',
  'DELETE suppression/addresses/*': 'DeleteSuppressedDestination',
};

const routes = Object.entries(operations).map(([route, operation]) => ({
  pattern: new RegExp(`^${route.replaceAll('*', '([^/]+)')}$`),
  operation,
}));

/** The operation of a request to SES v2, which has no name in it: method and path say which it is. */
export function sesCall({ method, url }: Pick<SignedRequest, 'method' | 'url'>): SesCall {
  const path = url.replace(/\?.*$/, '').replace(/^\/v2\/email\//, '');
  for (const { pattern, operation } of routes) {
    const found = pattern.exec(`${method} ${path}`);
    if (found) return { operation, named: decodeURIComponent(found[1] ?? '') };
  }
  return { operation: `${method} /${path}`, named: '' };
}

export const identityArn = (identity: string): string => arn('ses', `identity/${identity}`);
export const configurationSetArn = (name: string): string => arn('ses', `configuration-set/${name}`);

/** Every permission that a call to SES needs. `resourcesOf` knows what a mail is judged by, which its body does not say. */
export function sesAccesses(request: SignedRequest, resourcesOf: (mail: SendEmailBody) => string[]): Access[] {
  const { operation, named } = sesCall(request);
  const body = (): SendEmailBody => JSON.parse(request.body.toString() || '{}');
  const asked = (resource: string, more = {}): Access => ({
    action: `ses:${operation}`,
    resource,
    keys: { 'ses:ApiVersion': '2', ...more },
  });
  if (operation === 'SendEmail') {
    const mail = body();
    const sender = { 'ses:FromAddress': addressIn(mail.FromEmailAddress ?? '') };
    return resourcesOf(mail).map((resource) => asked(resource, sender));
  }
  if (/EmailIdentity$/.test(operation)) return [asked(identityArn(named || String(body().EmailIdentity)))];
  if (named && /ConfigurationSet/.test(operation)) return [asked(configurationSetArn(named))];
  return [asked('*')];
}

/** The bare address in `Name <address>`, in small letters; the text itself if it has no angle brackets. */
export const addressIn = (text: string): string => (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The body of `SendEmail`, as far as it is modelled. Nothing in it has been looked at yet. */
export type SendEmailBody = {
  readonly FromEmailAddress?: string;
  readonly ReplyToAddresses?: readonly string[];
  readonly Destination?: Partial<
    Readonly<Record<'ToAddresses' | 'CcAddresses' | 'BccAddresses', readonly string[] | null>>
  >;
  readonly ConfigurationSetName?: string;
  readonly EmailTags?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Content?: {
    readonly Simple?: {
      readonly Subject?: { readonly Data?: string };
      readonly Body?: { readonly Text?: { readonly Data?: string }; readonly Html?: { readonly Data?: string } };
      readonly Headers?: readonly { readonly Name: string; readonly Value: string }[];
      readonly Attachments?: readonly {
        readonly FileName: string;
        readonly ContentType?: string;
        readonly RawContent: string;
      }[];
    };
  };
  /** Of CreateEmailIdentity. */
  readonly EmailIdentity?: string;
};

/** Everybody whom a mail goes to. */
export const recipientsOf = ({ Destination = {} }: SendEmailBody): string[] =>
  [Destination.ToAddresses, Destination.CcAddresses, Destination.BccAddresses].flatMap((some) => some ?? []);
