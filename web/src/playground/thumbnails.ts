// Small pictures of the data sets: a sketch for each known name, a plain mark for any other. Only sketches: data come from the server.
type Sketch = (x: number, y: number) => number; // -1 to 1; x and y from -1 to 1

const SKETCHES: Record<string, Sketch> = {
  circle: (x, y) => (Math.hypot(x, y) < 0.55 ? 1 : -1),
  xor: (x, y) => (x * y > 0 ? 1 : -1),
  gauss: (x, y) => (x + y > 0 ? 1 : -1),
  spiral: (x, y) => (Math.sin(Math.atan2(y, x) - 6.5 * Math.hypot(x, y)) > 0 ? 1 : -1),
  moons: (x, y) => (y + 0.5 * Math.sin(3.4 * x) < 0 ? 1 : -1),
  checker: (x, y) => ((Math.floor(2 * x) + Math.floor(2 * y)) % 2 === 0 ? 1 : -1),
  above: (x, y) => (y > 0.6 * Math.sin(3 * x) ? 1 : -1),
  rings: (x, y) => (Math.floor(Math.hypot(x, y) * 3.2) % 2 ? -1 : 1),
  plane: (x, y) => (x + y) / 2,
  bumps: (x, y) => Math.max(-1, Math.min(1, Math.cos(4 * x) * Math.cos(3 * y) * 1.3)),
};
const ALIASES: [RegExp, string][] = [
  [/multi|bump|hill/, 'bumps'], [/ring/, 'rings'], [/circle|disc/, 'circle'], [/xor/, 'xor'], [/gauss|cloud|two/, 'gauss'], [/spiral/, 'spiral'], [/moon/, 'moons'],
  [/check|chess/, 'checker'], [/plane|linear/, 'plane'], [/above|below|>|function/, 'above'],
];
const CURVES: [RegExp, (x: number) => number][] = [
  [/step|jump/, (x) => (x > 0 ? 0.6 : -0.6)], [/abs|tent|triangle/, (x) => 0.8 - 1.5 * Math.abs(x)], [/para|square|quad/, (x) => 1.5 * x * x - 0.8],
  [/bump|gauss/, (x) => 1.5 * Math.exp(-6 * x * x) - 0.7], [/cub|poly/, (x) => 2.2 * x * x * x - 1.1 * x], [/line/, (x) => 0.8 * x], [/bishop/, (x) => -0.7 * Math.sin(Math.PI * x)], [/./, (x) => 0.7 * Math.sin(4 * x)],
];

export function sketch_of(name: string): Sketch | null {
  const known = SKETCHES[name] ?? SKETCHES[ALIASES.find(([pattern]) => pattern.test(name))?.[1] ?? ''];
  return known ?? null;
}
export function curve_of(name: string): (x: number) => number {
  return CURVES.find(([pattern]) => pattern.test(name))![1];
}
// Of several classes: which one is where; -1: nothing.
const SEVERAL: [RegExp, (x: number, y: number, k: number) => number][] = [
  [/ring/, (x, y, k) => (Math.hypot(x, y) < 0.95 ? Math.floor((Math.hypot(x, y) / 0.95) * k) : -1)],
  [/sector/, (x, y, k) => (Math.hypot(x, y) < 0.95 ? Math.floor(((Math.atan2(y, x) / Math.PI + 1) / 2) * k * 0.9999) : -1)],
  [/petal/, (x, y, k) => {
    const turn = ((Math.atan2(y, x) / Math.PI + 1) / 2) * k * 0.9999;
    return Math.hypot(x, y) < 0.95 * Math.sqrt(Math.sin(Math.PI * (turn % 1))) ? Math.floor(turn) : -1;
  }],
];
export function several_of(name: string): ((x: number, y: number, k: number) => number) | null {
  return SEVERAL.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
/** Places of k clouds on a circle. */
export function clouds(k: number): [number, number][] {
  return Array.from({ length: k }, (_, i) => [0.62 * Math.cos((2 * Math.PI * i) / k + 0.7), 0.62 * Math.sin((2 * Math.PI * i) / k + 0.7)]);
}
