// Loaded into a measured process (--require, which costs least): leaves the CPU time that it has used in BENCH_COST.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process
    .getBuiltinModule('node:fs')
    .writeFileSync(process.env.BENCH_COST, String((userCPUTime + systemCPUTime) / 1000));
});
