/** What an alarm says in public, before a person has looked: what a monitor reports, and nothing that it does not know. */
export const alarmWords = (component: string) => ({
  title: `Problems with ${component}`,
  message: `Our monitoring reports a problem with ${component}. Nobody has confirmed it yet; we are looking into it.`,
});
