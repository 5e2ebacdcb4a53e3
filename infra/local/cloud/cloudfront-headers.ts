import type { Properties } from './template.ts';

/** `ResponseHeadersPolicyConfig` applied to the headers of one response. */
export function withPolicyHeaders(
  headers: Record<string, string>,
  policy: Properties | undefined,
): Record<string, string> {
  if (!policy) return headers;
  const result = { ...headers };
  for (const { Header } of policy.RemoveHeadersConfig?.Items ?? []) delete result[Header.toLowerCase()];
  const set = (name: string, value: string, override: boolean) => {
    if (override || result[name] === undefined) result[name] = value;
  };
  for (const [name, { value, override }] of Object.entries(policyHeaders(policy))) set(name, value, override);
  return result;
}

type Wanted = Record<string, { value: string; override: boolean }>;

function policyHeaders(policy: Properties): Wanted {
  const wanted: Wanted = {};
  const cors = policy.CorsConfig;
  if (cors) {
    const override = cors.OriginOverride;
    const lists: [string, string[] | undefined][] = [
      ['access-control-allow-origin', cors.AccessControlAllowOrigins?.Items],
      ['access-control-expose-headers', cors.AccessControlExposeHeaders?.Items],
    ];
    for (const [name, items] of lists) if (items?.length) wanted[name] = { value: items.join(', '), override };
  }
  Object.assign(wanted, securityHeaders(policy.SecurityHeadersConfig ?? {}));
  for (const { Header, Value, Override } of policy.CustomHeadersConfig?.Items ?? []) {
    wanted[Header.toLowerCase()] = { value: Value, override: Override };
  }
  return wanted;
}

function securityHeaders(config: Properties): Wanted {
  const wanted: Wanted = {};
  const {
    ContentSecurityPolicy,
    ContentTypeOptions,
    FrameOptions,
    ReferrerPolicy,
    StrictTransportSecurity,
    XSSProtection,
  } = config;
  const add = (name: string, part: Properties | undefined, value: (part: Properties) => string) => {
    if (part) wanted[name] = { value: value(part), override: part.Override };
  };
  add('content-security-policy', ContentSecurityPolicy, (part) => part.ContentSecurityPolicy);
  add('x-content-type-options', ContentTypeOptions, () => 'nosniff');
  add('x-frame-options', FrameOptions, (part) => part.FrameOption);
  add('referrer-policy', ReferrerPolicy, (part) => part.ReferrerPolicy);
  add('x-xss-protection', XSSProtection, (part) => (part.Protection ? (part.ModeBlock ? '1; mode=block' : '1') : '0'));
  add('strict-transport-security', StrictTransportSecurity, (part) =>
    [
      `max-age=${part.AccessControlMaxAgeSec}`,
      ...(part.IncludeSubdomains ? ['includeSubDomains'] : []),
      ...(part.Preload ? ['preload'] : []),
    ].join('; '),
  );
  return wanted;
}

/** What a preflight of a policy's CORS part is answered with. */
export function preflightHeaders(policy: Properties | undefined): Record<string, string> {
  const cors = policy?.CorsConfig;
  if (!cors) return {};
  return {
    'access-control-allow-methods': (cors.AccessControlAllowMethods?.Items ?? []).join(', '),
    'access-control-allow-headers': (cors.AccessControlAllowHeaders?.Items ?? []).join(', '),
    ...(cors.AccessControlMaxAgeSec === undefined
      ? {}
      : { 'access-control-max-age': String(cors.AccessControlMaxAgeSec) }),
  };
}
