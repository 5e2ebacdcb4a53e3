/** The bare address of a sender (`Name <address>`, or an address alone), as rights and identities name it. */
export const addressOf = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender;

/** The name before it, without the quotes that it may stand in; empty where there is none. */
export function nameOf(sender: string): string {
  const name = /^(.*)<[^<>]+>\s*$/s.exec(sender)?.[1]?.trim() ?? '';
  return name.replace(/^"(.*)"$/s, '$1').replaceAll(/\\(.)/gs, '$1');
}
