/** What somebody may do here. People have it by a group of the user pool, machines by a scope of their token. */
export const ROLES = ['viewer', 'desk', 'commander', 'approver', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What is asked of a caller: to look, to look after what customers said, to answer one of them, to speak to the public, to
 * read a draft for somebody, to change the house.
 */
export type Permission = 'read' | 'tend' | 'answer' | 'speak' | 'approve' | 'decide' | 'administer';

/** Which roles have a permission; one is enough. */
export const ALLOWED: Readonly<Record<Permission, readonly Role[]>> = {
  read: ROLES,
  tend: ['desk', 'commander', 'administrator'],
  /** Of people alone: what is said to a customer, no machine sends. */
  answer: ['desk', 'commander', 'administrator'],
  speak: ['commander', 'administrator'],
  approve: ['approver', 'administrator'],
  /** To drop a draft, or approve one that no person has proposed. */
  decide: ['commander', 'approver', 'administrator'],
  administer: ['administrator'],
};

/** What no machine may, whatever its token says. */
export const isOfPeople = (permission: Permission): boolean => permission === 'answer';

/** True if one of `roles` has the permission; what is no role of ours has none. */
export const rolesAllow = (roles: Iterable<string>, permission: Permission): boolean => {
  const allowed: readonly string[] = ALLOWED[permission];
  return [...roles].some((role) => allowed.includes(role));
};
