/** The account and region that everything local belongs to. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** `arn:aws:<service>:<region>:<account>:<rest>`; some services leave region or account empty. */
export function arn(service: string, rest: string, region: string = REGION, account: string = ACCOUNT): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** The last part of an ARN or URL: a queue's name, a table's name, a bus's name. */
export function lastPart(arnOrUrl: string): string {
  return arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;
}
