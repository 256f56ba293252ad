// Counts of values in equal parts of the logarithm, from `low` to `high` (powers of ten).
export interface Bins { low: number; high: number; counts: number[] }

export function bins(values: number[], parts: number): Bins {
  const logs = values.filter((value) => Number.isFinite(value) && value >= 0).map((value) => Math.log10(Math.max(value, 1e-6)));
  const low = logs.length ? Math.floor(Math.min(...logs) * 2) / 2 : -3;
  const high = logs.length ? Math.max(low + 0.5, Math.ceil(Math.max(...logs) * 2) / 2) : 0;
  const counts = new Array<number>(parts).fill(0);
  for (const value of logs) counts[Math.min(parts - 1, Math.floor(((value - low) / (high - low)) * parts))]! += 1;
  return { low, high, counts };
}
