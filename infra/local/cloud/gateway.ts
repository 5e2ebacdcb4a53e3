import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { ACCOUNT } from './arn.ts';
import type { Faults } from './faults.ts';
import { accessesOf, operationOf } from './gateway-access.ts';
import type { Access, Principal } from './iam.ts';
import { close, listen, readBody } from './listen.ts';
import type { Guard } from './policies.ts';
import type { SendEmailBody } from './ses-calls.ts';
import { type Credentials, parseClaim, type SignedRequest, verifySignature } from './sigv4.ts';

/** A call that proved who it is and was allowed. */
export interface Call extends SignedRequest {
  readonly operation: string;
  readonly caller: Principal | 'operator';
  readonly rawHeaders: readonly string[];
  /** Whether the caller may also do something else: S3 hides missing objects from those who may not list. */
  mayAlso(access: Access): boolean;
}

/** One AWS service behind the endpoint. */
export type Service = (call: Call, response: http.ServerResponse) => void | Promise<void>;

export interface Gateway {
  /** Where `AWS_ENDPOINT_URL` points. */
  readonly url: string;
  /** Credentials for a function in its role, or for an operator who may do everything. */
  issueCredentials(principal: Principal | 'operator'): Credentials;
  stop(): Promise<void>;
}

export interface GatewayParts {
  readonly services: Readonly<Record<string, Service>>;
  /** Read at each call, because the policies name resources that exist only once the gateway has its port. */
  guard(): Guard;
  readonly faults: Faults;
  /** Answers what AWS shows without a signature of the caller; true if it was this. */
  answerUnsigned(request: http.IncomingMessage, response: http.ServerResponse): boolean;
  /** The ARNs that a mail is judged by: SES knows for which of its identities an address stands. */
  mailResources(mail: SendEmailBody): string[];
  log(line: Record<string, unknown>): void;
}

/** Larger than any request of the services modelled: S3 takes single puts up to 5 GB, but a page is small. */
const maxBodyBytes = 64 * 1024 * 1024;

/**
 * The one AWS endpoint of this machine: proves each caller by its signature, holds the call against the caller's
 * policies, and hands it to the service that the signature names.
 */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const callers = new Map<string, { credentials: Credentials; principal: Principal | 'operator' }>();

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = await readBody(request, maxBodyBytes);
    const claim = parseClaim(request.headers.authorization);
    const service = claim?.service ?? '';
    if (!claim && parts.answerUnsigned(request, response)) return;
    if (body === 'too-large') return answerError(response, service, 413, 'EntityTooLarge', 'The request is too large.');
    if (!claim)
      return answerError(response, service, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');

    const caller = callers.get(claim.accessKeyId);
    if (!caller) {
      return answerError(
        response,
        service,
        403,
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    }
    const signed: SignedRequest = { method: request.method!, url: request.url!, headers: request.headers, body };
    if (!verifySignature(signed, claim, caller.credentials, Date.now())) {
      const code = service === 's3' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
      return answerError(response, service, 403, code, 'The signature does not match the request.');
    }

    const handler = parts.services[service];
    if (!handler)
      return answerError(response, service, 501, 'NotImplemented', `The service ${service} is not modelled here.`);
    const allows = (access: Access) =>
      caller.principal === 'operator' || parts.guard().allows(caller.principal, access);
    const refused = accessesOf(service, signed, parts.mailResources).find((access) => !allows(access));
    if (refused) return answerDenied(response, service, caller.principal, refused);

    const operation = operationOf(service, signed);
    const fault = parts.faults.take(service, operation, signed.url);
    if (fault) return answerError(response, service, fault.status, fault.code, 'A fault was asked for.');
    const mayAlso = (access: Access) =>
      caller.principal === 'operator' || parts.guard().wouldAllow(caller.principal, access);
    await handler(
      { ...signed, operation, caller: caller.principal, rawHeaders: request.rawHeaders, mayAlso },
      response,
    );
  };

  const server = http.createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    // Node's own is the machine's; the SDK corrects its clock by this one.
    response.setHeader('date', new Date().toUTCString());
    handle(request, response).catch((error) => {
      parts.log({
        level: 'ERROR',
        message: 'the AWS endpoint failed',
        url: request.url,
        error: String(error?.stack ?? error),
      });
      if (!response.headersSent) answerError(response, '', 500, 'InternalServerError', String(error));
      else response.destroy();
    });
  });
  const port = await listen(server);

  return {
    url: `http://127.0.0.1:${port}`,
    issueCredentials(principal) {
      const credentials: Credentials = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(20).toString('hex'),
        sessionToken: randomUUID(),
      };
      callers.set(credentials.accessKeyId, { credentials, principal });
      return credentials;
    },
    stop: () => close(server),
  };
}

function answerDenied(
  response: http.ServerResponse,
  service: string,
  principal: Principal | 'operator',
  access: Access,
): void {
  const who =
    typeof principal === 'object' && principal.kind === 'role' ? principal.roleArn.split('/').at(-1) : 'unknown';
  const message = `User: arn:aws:sts::${ACCOUNT}:assumed-role/${who} is not authorized to perform: ${access.action} on resource: ${access.resource}`;
  answerError(response, service, ['s3', 'ses', 'sns'].includes(service) ? 403 : 400, 'AccessDeniedException', message);
}

/** An error in the protocol of `service`: XML for S3 and SNS, JSON for the others. */
export function answerError(
  response: http.ServerResponse,
  service: string,
  status: number,
  code: string,
  message: string,
): void {
  const text = message.replace(/[<>&]/g, '');
  const xmlCode = code === 'AccessDeniedException' ? (service === 's3' ? 'AccessDenied' : 'AuthorizationError') : code;
  if (service === 's3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${xmlCode}</Code><Message>${text}</Message></Error>`;
    response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
  } else if (service === 'sns') {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${xmlCode}</Code><Message>${text}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  } else {
    const body = JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message, Message: message });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code }).end(body);
  }
}

/** A JSON answer of the services that speak AWS JSON 1.1. */
export function answerJson(response: http.ServerResponse, body: unknown): void {
  response
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() })
    .end(JSON.stringify(body));
}
