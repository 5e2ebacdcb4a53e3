// Where those are told who have no mailbox, by the addresses that they have on the web.
export const PROGRAM = 'https://receiver.example.com/hooks/ada';
export const SLACK = 'https://hooks.slack.com/services/T0/B0/secret';
export const DISCORD = 'https://discord.com/api/webhooks/1/secret';
export const TEAMS = 'https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=secret';
/** As a browser sends it that asks for push. */
export const BROWSER = {
  kind: 'push',
  endpoint: 'https://fcm.googleapis.com/fcm/send/device',
  p256dh: 'B'.repeat(87),
  auth: 'a'.repeat(22),
};
