// Round numbers for axes.

/** About `wanted` round numbers between low and high. */
export function ticks(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  // Between numbers that hardly differ there are no round ones: counting would not get from one to the next.
  if (!(span > 1e-9 * Math.max(Math.abs(low), Math.abs(high))) || !Number.isFinite(span)) return [low];
  const rough = span / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((m) => m >= rough) ?? 10 * power;
  const found: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; ++k) found.push(Number((k * step).toPrecision(12)));
  return found;
}
