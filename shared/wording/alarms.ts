/** What an alarm says in public, before a person has looked: what a monitor reports, and nothing that it does not know. */
export const alarmWords = (component: string) => ({
  title: `Problems with ${component}`,
  message: `Our monitoring reports a problem with ${component}. Nobody has confirmed it yet.`,
  again: `Our monitoring reports a problem with ${component} again. Nobody has confirmed it yet.`,
});
