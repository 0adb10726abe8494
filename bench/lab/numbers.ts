import { cpus } from 'node:os';

/** What was measured: name of the measure to its value. */
export type Numbers = Map<string, number>;

/** @param sorted ascending */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Of each measure, the median of several runs. */
export function medians(runs: readonly Numbers[]): Numbers {
  const found: Numbers = new Map();
  for (const name of runs[0]?.keys() ?? []) {
    const values = runs.map((numbers) => numbers.get(name) ?? Number.NaN).sort((a, b) => a - b);
    found.set(name, quantile(values, 0.5));
  }
  return found;
}

/**
 * Prints what Beside and a peer did in the same run, and how they compare; empty where a peer does not tell.
 *
 * @param conditions before it: the size of the screen, how often it was measured
 */
export function printTable(conditions: string, beside: Numbers, peer: string, others: Numbers): void {
  const [cpu] = cpus();
  console.log(`${conditions}, ${cpus().length} x ${cpu?.model}, Node.js ${process.versions.node}`);
  console.log(`\n| | Beside | ${peer} | ratio |\n|---|---:|---:|---:|`);
  for (const [name, value] of beside) {
    const other = others.get(name) ?? Number.NaN;
    console.log(`| ${name} | ${told(value)} | ${told(other)} | ${told(value / other, 2)} |`);
  }
}

function told(value: number, digits = 1): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '';
}
