// Points as lists of [x1, x2, label or value], and what the tools on the output map do to them.
export type Point = [number, number, number];

export function as_points(train: Float32Array, test: Float32Array): Point[] {
  const points: Point[] = [];
  for (const data of [train, test]) for (let i = 0; i + 2 < data.length; i += 3) points.push([data[i]!, data[i + 1]!, data[i + 2]!]);
  return points;
}

/** Whether these are the same points, in whatever order; the server keeps them as 32-bit numbers. */
export function same(one: readonly Point[], other: readonly Point[]): boolean {
  if (one.length !== other.length) return false;
  const written = (points: readonly Point[]) => points.map((point) => point.map(Math.fround).join(' ')).sort();
  const [a, b] = [written(one), written(other)];
  return a.every((text, i) => text === b[i]);
}

/** The nearest point, not farther than `reach`; -1: none. */
export function nearest(points: readonly Point[], x1: number, x2: number, reach: number): number {
  let best = -1;
  let least = reach * reach;
  points.forEach(([a, b], i) => {
    const distance = (a - x1) ** 2 + (b - x2) ** 2;
    if (distance <= least) [best, least] = [i, distance];
  });
  return best;
}

/** Whether a place lies in a polygon. */
export function inside(polygon: readonly [number, number][], x: number, y: number): boolean {
  let within = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i]!;
    const [xj, yj] = polygon[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

export function relabelled(points: readonly Point[], which: ReadonlySet<number>, label: number): Point[] {
  return points.map((point, i) => (which.has(i) ? [point[0], point[1], label] : point));
}
export function without(points: readonly Point[], which: ReadonlySet<number>): Point[] {
  return points.filter((_, i) => !which.has(i));
}
export function moved(points: readonly Point[], which: ReadonlySet<number>, by1: number, by2: number): Point[] {
  return points.map((point, i) => (which.has(i) ? [point[0] + by1, point[1] + by2, point[2]] : point));
}
