import { SESv2Client } from '@aws-sdk/client-sesv2';
import { sesAccounts } from '../../../shared/adapters/ses/mail-account.ts';

/** SES with the credentials and the region of this shell. */
export const accounts = sesAccounts(new SESv2Client());
