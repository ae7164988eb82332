/** The table in which what was measured is shown. */
import type { Usage } from './measure.ts';

const WIDTHS = [44, 10, 10, 10, 10, 12] as const;

function printRow(...cells: readonly string[]): void {
  console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[at] ?? 10))).join(''));
}

/** One line of the table; ratios are of CPU and wall time to the floor. */
export function printUsage(name: string, { wallMs, cpuMs, peakMiB }: Usage, floor?: Usage): void {
  const ratio = floor ? `${(cpuMs / floor.cpuMs).toFixed(1)}×` : '1×';
  const wallRatio = floor ? `${(wallMs / floor.wallMs).toFixed(1)}×` : '1×';
  printRow(
    name,
    `${(wallMs / 1000).toFixed(1)} s`,
    wallRatio,
    `${(cpuMs / 1000).toFixed(1)} s`,
    ratio,
    `${Math.round(peakMiB)} MiB`,
  );
}

export function printHead(title: string): void {
  console.log(`\n${title}`);
  printRow('', 'wall', 'of floor', 'CPU', 'of floor', 'peak');
}
