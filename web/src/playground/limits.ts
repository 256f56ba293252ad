// How far the fields of optimisers and schedules may go, by their names, as the server checks them.
export interface Limit { min: number; max: number; limits: [number, number]; step?: number; log?: boolean; zero?: boolean; whole?: boolean } // of the slider; what may be typed

const MANY = 1e9;
const RATE: Limit = { min: 1e-10, max: 1, limits: [0, Infinity], log: true, zero: true };
const SHARE: Limit = { min: 0, max: 1, limits: [0, Infinity], step: 0.001 };
const BELOW_ONE: Limit = { min: 0, max: 0.999, limits: [0, 1], step: 0.001 };
const FACTOR: Limit = { min: 0, max: 10, limits: [0, Infinity], step: 0.01 };
const COUNT: Limit = { min: 1, max: 1e6, limits: [0, MANY], log: true, zero: true, whole: true };
const ONE_OR_MORE: Limit = { ...COUNT, limits: [1, MANY], zero: false };
const DIVISOR: Limit = { min: 1, max: 1e8, limits: [0, Infinity], log: true };

const LIMITS: Record<string, Limit> = {
  lr: { min: 1e-5, max: 10, limits: [0, Infinity], log: true },
  weight_decay: RATE, lr_decay: RATE, eps: RATE, epsilon: RATE, threshold: RATE,
  momentum: BELOW_ONE, dampening: BELOW_ONE, beta1: BELOW_ONE, beta2: BELOW_ONE, rho: BELOW_ONE, alpha: BELOW_ONE, pct_start: BELOW_ONE,
  gamma: SHARE, eta_min: SHARE, least: SHARE, momentum_decay: SHARE,
  factor: FACTOR, start_factor: FACTOR, end_factor: FACTOR, power: FACTOR, initial: FACTOR,
  total_iters: COUNT, t_max: COUNT, total_steps: COUNT, warmup: COUNT, warmup_steps: COUNT, patience: COUNT, cooldown: COUNT,
  step_size: ONE_OR_MORE, t_0: ONE_OR_MORE, model_size: ONE_OR_MORE, t_mult: { min: 1, max: 10, limits: [1, MANY], step: 1, whole: true },
  div_factor: DIVISOR, final_div_factor: DIVISOR,
};

/** Of a field that nobody has thought of: ten times its usual value. */
export function limit_of(name: string, usual: number, of: string): Limit {
  if (name === 'factor' && of === 'plateau') return BELOW_ONE;
  return LIMITS[name] ?? { min: 0, max: 10 ** Math.ceil(Math.log10(Math.max(1, usual * 10))), limits: [-Infinity, Infinity], step: 0.001 };
}

/** A whole number from a slider that gives others: never stuck between two. */
export function to_whole(wanted: number, before: number): number {
  if (Math.abs(wanted - before) >= 1) return Math.round(wanted);
  return wanted > before ? Math.ceil(wanted) : Math.floor(wanted);
}

/** "30, 60 ; 90" as whole numbers in their order; null where something else stands there. Thousands may be parted by the
    narrow space that the page writes. */
export function whole_numbers(text: string): number[] | null {
  const parts = text.replace(/[\u00a0\u202f](?=\d{3}(?!\d))/g, '').split(/[\s,;]+/).filter((part) => part !== '');
  if (!parts.every((part) => /^(0|[1-9]\d{0,8})$/.test(part))) return null;
  return [...new Set(parts.map(Number))].sort((a, b) => a - b);
}
