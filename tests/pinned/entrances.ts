/**
 * Everything that the pins take from `shared`: the one file here that is touched when files move or private names change.
 * All else goes in where users and a deployed stack do: by the handlers of `functions`, the template of `infra` and the
 * command line of `bin`.
 */
export { createTableInput } from '../../shared/adapters/dynamodb/table-definition.ts';
export { type ActionLink, readLink, signLink } from '../../shared/core/action-link.ts';
export { findChainFault, hashOf, type LogLine } from '../../shared/core/chain.ts';
