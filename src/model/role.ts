/** What a person may do in the shop; each role may do all that the ones before it may. */
export const ROLES = ['customer', 'viewer', 'support', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** The roles that an owner can give; owners themselves stand in the configuration. */
export const STAFF_ROLES = ['viewer', 'support', 'admin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Whether `role` is `least` or more. */
export const isAtLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);
