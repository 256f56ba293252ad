// Runs that differ in nothing but the seed, as one: at each place the median, the least and the greatest of them.

export interface Row { x: number[]; y: number[] }
export interface Band { x: number[]; median: number[]; least: number[]; most: number[]; counts: number[] }

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** At every x that one of the rows has. Between its points a row is a straight line; beyond its ends it is not counted, so
    that a run that stopped early does not go on as if it had stood still. */
export function band(rows: Row[]): Band {
  const out: Band = { x: [...new Set(rows.flatMap(({ x }) => x))].sort((a, b) => a - b), median: [], least: [], most: [], counts: [] };
  const next = rows.map(() => 0); // of each row the first point that is not left of x
  for (const x of out.x) {
    const values: number[] = [];
    rows.forEach((row, i) => {
      while (next[i]! < row.x.length && row.x[next[i]!]! < x) ++next[i]!;
      const k = next[i]!;
      if (k >= row.x.length) return;
      if (row.x[k] === x) values.push(row.y[k]!);
      else if (k > 0) values.push(row.y[k - 1]! + ((row.y[k]! - row.y[k - 1]!) * (x - row.x[k - 1]!)) / (row.x[k]! - row.x[k - 1]!));
    });
    out.counts.push(values.length);
    out.median.push(median(values));
    out.least.push(Math.min(...values));
    out.most.push(Math.max(...values));
  }
  return out;
}
