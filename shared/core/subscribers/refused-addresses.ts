/**
 * Mailboxes of a function and not of a person: those of RFC 2142 that look after a network or a service, and what no person
 * reads. Whoever signs them up means harm, and what they report back costs us our standing with everybody. Those of a
 * business, such as `support@` and `it@`, are who reads a status page.
 */
const ROLE_NAMES: ReadonlySet<string> = new Set([
  'abuse',
  'bounce',
  'bounces',
  'complaints',
  'devnull',
  'dns',
  'do-not-reply',
  'donotreply',
  'fbl',
  'ftp',
  'hostmaster',
  'mailer-daemon',
  'mailerdaemon',
  'news',
  'no-reply',
  'nobody',
  'noc',
  'noreply',
  'null',
  'phish',
  'phishing',
  'postmaster',
  'root',
  'security',
  'spam',
  'unsubscribe',
  'usenet',
  'uucp',
  'webmaster',
  'www',
]);

/** `local`: what stands before the @, in lower case. A tag behind a plus does not hide it. */
export const isRoleName = (local: string): boolean => ROLE_NAMES.has(local.replace(/(?<=.)\+.*$/, ''));

/** Where a mail becomes a text message on somebody's phone, who may pay for it and cannot stop it. */
const SMS_GATEWAYS: ReadonlySet<string> = new Set([
  'cingularme.com',
  'cspire1.com',
  'email.uscc.net',
  'fido.ca',
  'mailmymobile.net',
  'message.alltel.com',
  'messaging.nextel.com',
  'messaging.sprintpcs.com',
  'mms.att.net',
  'mms.cricketwireless.net',
  'mms.uscc.net',
  'mmst5.tracfone.com',
  'mobile.celloneusa.com',
  'msg.fi.google.com',
  'msg.koodomobile.com',
  'msg.telus.com',
  'myboostmobile.com',
  'mymetropcs.com',
  'o2online.de',
  'orange.net',
  'page.nextel.com',
  'pcs.rogers.com',
  'pm.sprint.com',
  'sms.alltelwireless.com',
  'sms.cricketwireless.net',
  'sms.mycricket.com',
  'sms.myboostmobile.com',
  'sms.rogers.com',
  'sms.sasktel.com',
  'smsmail.eplus.de',
  't-d1-sms.de',
  't-mobile-sms.de',
  'text.mts.net',
  'text.republicwireless.com',
  'tmomail.net',
  'txt.att.net',
  'txt.bell.ca',
  'txt.bellmobility.ca',
  'txt.windmobile.ca',
  'vmobile.ca',
  'vmobl.com',
  'vmpix.com',
  'vodafone-sms.de',
  'vtext.com',
  'vzwpix.com',
]);

/** `domain`: in lower case. Names below one of a gateway are gateways too. */
export const isSmsGateway = (domain: string): boolean =>
  SMS_GATEWAYS.has(domain) || [...SMS_GATEWAYS].some((gateway) => domain.endsWith(`.${gateway}`));
