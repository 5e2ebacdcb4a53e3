import { type Answer, json } from '../faulty/answer.ts';

// Statuses and words are those of Mastodon's server (app/controllers/api, config/locales/en.yml).

const refused = (status: number, error: string): Answer => json(status, { error });

export const unauthorized = (): Answer => refused(401, 'The access token is invalid');
export const revoked = (): Answer => refused(401, 'The access token was revoked');
export const suspended = (): Answer => refused(403, 'Your login is currently disabled');
export const notFound = (): Answer => refused(404, 'Record not found');
export const parentNotFound = (): Answer =>
  refused(404, 'The post you are trying to reply to does not appear to exist.');
export const invalid = (what: string): Answer => refused(422, `Validation failed: ${what}`);
export const tooMany = (): Answer => refused(429, 'Too many requests');
export const broken = (): Answer => refused(500, 'There was an error');
export const unavailable = (): Answer =>
  refused(503, 'There was a temporary problem serving your request, please try again');
export const gone = (): Answer => refused(410, 'Gone');
