import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';
import { type SignIn, scopes } from './sign-in.ts';

const { GET, HEAD, POST, ANY } = api.HttpMethod;

/** For the whole API; what one client may do is counted in the functions (300 requests, 30 more a second). */
const throttle = { rateLimit: 200, burstLimit: 500 };

/**
 * The HTTP API for those who operate: commands, console, sign-in. It comes before the functions, which need its
 * address, and gets its routes after them.
 */
export class OperationsApi extends Construct {
  /** Without a slash at its end. */
  readonly url: string;
  readonly #api: api.HttpApi;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#api = new api.HttpApi(this, 'Api', { createDefaultStage: false, description: 'Candor operations' });
    this.url = this.#api.apiEndpoint;
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new api.HttpStage(this, 'Stage', {
      httpApi: this.#api,
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new api.LogGroupLogDestination(logs), format: accessLogFormat },
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Every route under /v1 asks for a token of the user pool. The others are sign-in itself, the console (whose calls to /v1 carry the token), action links and those that confirm an address (each a secret of its own, checked by the function), the webhooks of monitors (each source has a secret, checked by the function), the public API description, and a 404 for the rest.',
    });
  }

  connect({
    command,
    console,
    intake,
    signIn,
  }: Record<'command' | 'console' | 'intake', PipelineFunction> & { signIn: SignIn }) {
    const to = {
      command: lambdaIntegration('Command', command),
      console: lambdaIntegration('Console', console),
      intake: lambdaIntegration('Intake', intake),
    };
    const authorizer = new HttpUserPoolAuthorizer('SignIn', signIn.pool, {
      userPoolClients: [signIn.consoleClient, signIn.machineClient],
    });
    // A scope on every route keeps out ID tokens, and access tokens that were not made for this API.
    // Which of these it takes for what, and which role of a person, the function checks.
    const { read, ...changing } = scopes;
    const reading = { authorizer, authorizationScopes: [read, ...Object.values(changing)] };
    const writing = { authorizer, authorizationScopes: Object.values(changing) };
    for (const path of ['/v1', '/v1/{proxy+}']) {
      this.#api.addRoutes({ path, methods: [GET, HEAD], integration: to.command, ...reading });
      this.#api.addRoutes({ path, methods: [ANY], integration: to.command, ...writing });
    }
    this.#api.addRoutes({ path: '/openapi.json', methods: [GET], integration: to.command });
    this.#api.addRoutes({ path: '/docs', methods: [GET], integration: to.command });
    this.#api.addRoutes({ path: '/a/{token}', methods: [GET, POST], integration: to.command });
    this.#api.addRoutes({ path: '/c/{token}', methods: [GET, POST], integration: to.command });
    this.#api.addRoutes({ path: '/intake/{source}', methods: [POST], integration: to.intake });
    this.#api.addRoutes({ path: '/console', methods: [ANY], integration: to.console });
    this.#api.addRoutes({ path: '/console/{proxy+}', methods: [ANY], integration: to.console });
    this.#api.addRoutes({ path: '/', methods: [GET], integration: to.console });
    this.#api.addRoutes({
      path: '/oauth2/token',
      methods: [POST],
      integration: new HttpUrlIntegration('Token', `${signIn.url}/oauth2/token`, { method: POST }),
    });
    // An unknown address is answered by a function too, so that it fails as a problem document like all else.
    new api.HttpRoute(this, 'Rest', {
      httpApi: this.#api,
      routeKey: api.HttpRouteKey.DEFAULT,
      integration: to.command,
    });
    // Its ARN ends in `stage/$default`, a part less than those that the permission of the other routes covers.
    command.lambda.addPermission('DefaultRoute', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.#api.apiId,
        resourceName: '*/$default',
      }),
    });
  }
}

/** One permission for the API as a whole, instead of one per route. */
const lambdaIntegration = (id: string, { lambda }: PipelineFunction) =>
  new HttpLambdaIntegration(id, lambda, { scopePermissionToRoute: false });

/** The route and not the path: the path of an action link is a secret. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    sourceIp: '$context.identity.sourceIp',
    userAgent: '$context.identity.userAgent',
    client: '$context.authorizer.claims.client_id',
    error: '$context.error.message',
    integrationError: '$context.integrationErrorMessage',
  }),
);
