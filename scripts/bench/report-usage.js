// Loaded into a measured process (--import): leaves what it has used in the file that BENCH_USAGE names.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env.BENCH_USAGE;
const start = performance.now();
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    wallMs: performance.now() - start,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMiB: (highWaterMark() ?? maxRSS) / 1024,
  };
  if (file) writeFileSync(file, JSON.stringify(usage));
});

// Where Linux has it: what it counts as most of a process has in it how large the one was that started it.
function highWaterMark() {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kib && Number(kib);
  } catch {
    return undefined;
  }
}
