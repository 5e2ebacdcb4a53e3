/**
 * Processor seconds that some work took: they stand still while others have the machine. A bound on them has to be a
 * hundred times what is right, so that no slow machine reaches it, and far below what work costs that grows wrongly.
 */
export async function processorSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
