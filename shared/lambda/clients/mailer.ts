import { SESv2Client } from '@aws-sdk/client-sesv2';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { sesMailer } from '../../adapters/ses/mailer.ts';

export const mailer = (configurationSet: string) =>
  sesMailer({ ses: new SESv2Client(within(DEADLINES.mail)), configurationSet });
