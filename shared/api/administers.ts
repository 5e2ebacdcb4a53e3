/** Everything that people and programs are administered by, in one piece, loaded with the first of it. */
export { exportArchive, importArchive, readArchiveKeys, replaceArchiveKeys } from './archive.ts';
export { acceptImport, dropImport } from './imports.ts';
export { tryBody } from './intake-trial.ts';
export { endMachine, listMachines, makeMachine, renewMachine } from './machines.ts';
export {
  askOwnerAgain,
  changeDuty,
  endSession,
  listActs,
  listHouse,
  putSomebody,
  removeSomebody,
  showPerson,
  tryEverybody,
} from './people.ts';
export {
  addSubscriber,
  countSubscribers,
  eraseSubscriber,
  exportSubscribers,
  findSubscriber,
  importSubscribers,
  listSubscribers,
} from './subscribers.ts';
