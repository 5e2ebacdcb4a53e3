/** The bare address of a sender (`Name <address>`, or an address alone), as rights and identities name it. */
export const addressOf = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender;
