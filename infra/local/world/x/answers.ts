import { type Answer, json, withHeaders } from '../faulty/answer.ts';

const problem = (status: number, title: string, detail: string, type = 'about:blank', more: object = {}): Answer => ({
  status,
  headers: {},
  body: { ...more, detail, type, title, status },
});

// The bodies below are X's as users of the API have published them (2024 to 2026); none was seen by us on the real X.

export const unauthorized = (): Answer => problem(401, 'Unauthorized', 'Unauthorized');

export const duplicate = (): Answer =>
  problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.');

/** Whether X refuses an over-long text with 400 or 403 is not documented; 403 is what v1.1 did. */
export const tooLong = (): Answer => problem(403, 'Forbidden', 'Your Tweet text is too long.');

export const parentGone = (): Answer =>
  problem(403, 'Forbidden', 'You attempted to reply to a Tweet that is deleted or not visible to you.');

export const notSummoned = (): Answer =>
  problem(
    403,
    'Forbidden',
    'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
  );

/** The sentence is that of v1.1 (its code 136). What v2 says was not found. */
export const blocked = (): Answer => problem(403, 'Forbidden', 'You have been blocked from the author of this tweet.');

/** To whoever takes no messages from us, for whatever reason; several users of the API have published it in 2026. */
export const messagesClosed = (): Answer =>
  problem(403, 'Forbidden', 'You do not have permission to DM one or more participants.');

export const wrongKindOfToken = (given: string, needed: string): Answer =>
  problem(
    403,
    'Unsupported Authentication',
    `Authenticating with ${given} is forbidden for this endpoint. Supported authentication types are [${needed}].`,
    'https://api.twitter.com/2/problems/unsupported-authentication',
  );

export const featureDenied = (): Answer =>
  problem(403, 'Forbidden', 'Your account is not permitted to access this feature.');

export const suspended = (): Answer =>
  problem(
    403,
    'Forbidden',
    'The user used for authentication is suspended',
    'https://api.twitter.com/2/problems/user-suspended',
  );

export const spendCap = (accountId: string): Answer =>
  problem(
    403,
    'SpendCapReached',
    `Your enrolled account [${accountId}] has reached its billing cycle spend cap. API requests will be blocked until the next cycle begins or the cap is increased.`,
    'https://api.twitter.com/2/problems/credits',
    { account_id: accountId },
  );

export const noCredits = (accountId: string): Answer => ({
  status: 402,
  headers: {},
  body: {
    account_id: accountId,
    title: 'CreditsDepleted',
    detail: `Your enrolled account [${accountId}] does not have any credits to fulfill this request.`,
    type: 'https://api.twitter.com/2/problems/credits',
  },
});

export const tooMany = (headers: Record<string, string>): Answer =>
  withHeaders(problem(429, 'Too Many Requests', 'Too Many Requests'), headers);

export const unavailable = (): Answer => problem(503, 'Service Unavailable', 'Service Unavailable');

export const invalid = (parameters: Record<string, unknown>, message: string): Answer => ({
  status: 400,
  headers: {},
  body: {
    errors: [{ parameters, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: 'https://api.twitter.com/2/problems/invalid-request',
  },
});

export const notFoundError = (resource: 'user' | 'tweet', parameter: string, id: string) => ({
  value: id,
  detail: `Could not find ${resource} with ${parameter}: [${id}].`,
  title: 'Not Found Error',
  resource_type: resource,
  parameter,
  resource_id: id,
  type: 'https://api.twitter.com/2/problems/resource-not-found',
});

export const notFound = (resource: 'user' | 'tweet', parameter: string, id: string): Answer =>
  json(200, { errors: [notFoundError(resource, parameter, id)] });

export const noSuchRoute = (): Answer => ({
  status: 404,
  headers: {},
  body: { title: 'Not Found', detail: 'Not Found', type: 'about:blank', status: 404 },
});
