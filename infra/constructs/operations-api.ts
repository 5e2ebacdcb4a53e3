import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { OwnDomain } from '../certificate-stack.ts';
import { OwnName, zoneOf } from './own-name.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { type SignIn, scopes } from './sign-in.ts';

/** What lets tokens in. */
export type Door = { apiId: string; authorizerId: string };

const { GET, HEAD, POST, ANY } = api.HttpMethod;

/** For the whole API; what one client may do is counted in the functions (300 requests, 30 more a second). */
const throttle = { rateLimit: 200, burstLimit: 500 };

const INTAKE = '/intake/{source}';

/** What CloudFront hands on for those who follow. */
const FOLLOW = ['/s', '/s/{proxy+}', '/api/v2/subscribers.json'];

/** Of their own as well: whoever floods the public form does not shut out those who answer the outage. */
const FOLLOW_THROTTLE = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };

/** What the ticket system of the house tells: of customers' messages, and how cases stand. */
const TICKETS = '/tickets';

/**
 * The webhooks of monitors have a throttle of their own, so that an outage among those who send does not shut out those
 * who answer it. It is above what the function takes from one source, because strangers use it up too (docs/rules.md).
 */
const INTAKE_THROTTLE = { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 };

/**
 * The HTTP API for those who operate: commands, console, sign-in. It comes before the functions, which need its
 * address, and gets its routes after them.
 */
export class OperationsApi extends Construct {
  /** Without a slash at its end. */
  readonly url: string;
  /** The address that API Gateway made up, which answers as well. */
  readonly madeUpUrl: string;
  readonly #api: api.HttpApi;
  readonly #stage: api.HttpStage;
  readonly #logs: LogGroup;

  constructor(scope: Construct, id: string, { domain }: { domain?: OwnDomain | undefined } = {}) {
    super(scope, id);
    this.#api = new api.HttpApi(this, 'Api', {
      // Two stages in one account would else both be called Api.
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      description: 'Candor operations',
      ipAddressType: api.IpAddressType.DUAL_STACK,
    });
    this.madeUpUrl = this.#api.apiEndpoint;
    this.url = domain?.ops ? `https://${domain.ops}` : this.madeUpUrl;
    this.#logs = new LogGroup(this, 'AccessLogs', {
      // API Gateway lets itself write to each group by a line in one policy of the account, which has no room for many. For
      // groups of this prefix it needs one line in all.
      logGroupName: `/aws/vendedlogs/apis/${Stack.of(this).stackName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#stage = new api.HttpStage(this, 'Stage', {
      httpApi: this.#api,
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new api.LogGroupLogDestination(this.#logs), format: accessLogFormat },
    });
    if (domain?.ops) this.#answerTo(domain.ops, domain);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Every route under /v1 asks for a token of the user pool. The others are sign-in itself, the console (whose calls to /v1 carry the token), action links and those that confirm an address (each a secret of its own, checked by the function), the webhooks of monitors and of the ticket system (each has a secret, checked by the function), what CloudFront hands on for those who follow (with a secret of its own, checked by the function), the public API description, and a 404 for the rest.',
    });
  }

  /** Lets the API answer to a name of its own: with a certificate of this region, since no CloudFront is before it. */
  #answerTo(name: string, { opsCertificate, zone }: OwnDomain): void {
    const certificate = opsCertificate
      ? Certificate.fromCertificateArn(this, 'Certificate', opsCertificate)
      : new Certificate(this, 'Certificate', {
          domainName: name,
          validation: CertificateValidation.fromDns(zone && zoneOf(this, zone)),
        });
    const own = new api.DomainName(this, 'DomainName', {
      domainName: name,
      certificate,
      securityPolicy: api.SecurityPolicy.TLS_1_2,
      ipAddressType: api.IpAddressType.DUAL_STACK,
    });
    new api.ApiMapping(this, 'Mapping', { api: this.#api, domainName: own, stage: this.#stage });
    new OwnName(this, 'Name', {
      name,
      host: own.regionalDomainName,
      alias: new ApiGatewayv2DomainProperties(own.regionalDomainName, own.regionalHostedZoneId),
      zone,
      output: 'OpsRecord',
    });
  }

  connect({
    command,
    console,
    intake,
    signIn,
  }: Record<'command' | 'console' | 'intake', PipelineFunction> & { signIn: SignIn }): Door {
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
    const [intakeRoute] = this.#api.addRoutes({ path: INTAKE, methods: [POST], integration: to.intake });
    const stage = this.#stage.node.defaultChild as api.CfnStage;
    stage.routeSettings = { [`${POST} ${INTAKE}`]: INTAKE_THROTTLE };
    // Settings of a route that is not there yet are refused.
    stage.node.addDependency(intakeRoute!);
    this.#api.addRoutes({ path: '/console', methods: [ANY], integration: to.console });
    this.#api.addRoutes({ path: '/console/{proxy+}', methods: [ANY], integration: to.console });
    this.#api.addRoutes({ path: '/', methods: [GET], integration: to.console });
    this.#api.addRoutes({
      path: '/oauth2/token',
      methods: [POST],
      integration: new HttpUrlIntegration('Token', `${signIn.madeUpUrl}/oauth2/token`, { method: POST }),
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
    return { apiId: this.#api.apiId, authorizerId: authorizer.authorizerId };
  }

  /** Hands on what those ask who follow; the function takes it through the status site alone. */
  connectFollow(subscribe: PipelineFunction): void {
    const integration = lambdaIntegration('Subscribe', subscribe);
    const stage = this.#stage.node.defaultChild as api.CfnStage;
    for (const path of FOLLOW) {
      const [route] = this.#api.addRoutes({ path, methods: [ANY], integration });
      stage.routeSettings = { ...stage.routeSettings, [`${ANY} ${path}`]: FOLLOW_THROTTLE };
      stage.node.addDependency(route!);
    }
  }

  /** Lets the ticket system of the house in, where the config knows one; the function checks that it is it. */
  connectTickets(intake: PipelineFunction): void {
    const stage = this.#stage.node.defaultChild as api.CfnStage;
    const integration = lambdaIntegration('Tickets', intake);
    const [route] = this.#api.addRoutes({ path: TICKETS, methods: [POST], integration });
    stage.routeSettings = { ...stage.routeSettings, [`${POST} ${TICKETS}`]: INTAKE_THROTTLE };
    stage.node.addDependency(route!);
  }

  /** Counts the alarms that are refused because there are too many, by the gateway or the function, and pages people. */
  pageWhenAlarmsAreRefused(people: ITopic): void {
    const refused = new MetricFilter(this, 'RefusedAlarms', {
      logGroup: this.#logs,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.route', '=', `${POST} ${INTAKE}`),
        FilterPattern.stringValue('$.status', '=', '429'),
      ),
      // A filter has no fixed dimension, so the stage is in the namespace.
      metricNamespace: `Candor/${Stack.of(this).artifactId.toLowerCase()}`,
      metricName: 'RefusedAlarms',
    });
    new Alarm(this, 'AlarmsRefused', {
      alarmDescription:
        'Alarms of monitors were refused, because they came faster than they are taken. See docs/deploying.md, Alarms.',
      metric: refused.metric({ statistic: 'Sum', period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(people));
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
