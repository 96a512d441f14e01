/** Seconds that `work` takes: by the clock, and of processors, collecting garbage beside it included. */
export async function spentOn(work) {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
}
