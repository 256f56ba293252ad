// The slope tab in an address, a link or a saved file: what is asked, and how it is looked at.
import type { SlopeQuestion } from '../protocol';

export const MODES = ['descent', 'secant'] as const;
export type Mode = (typeof MODES)[number];
export interface KeptSlope extends SlopeQuestion { mode: Mode }

const NUMBERS = ['left', 'right', 'a', 'h', 'start', 'rate', 'momentum'] as const;
const LONGEST = 200; // of a formula

/** What of it is sound; null: nothing that a slope tab could be made of. */
export function slope_of(value: unknown): Partial<KeptSlope> | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Record<string, unknown>;
  const { curve, mode, nesterov } = given;
  return {
    ...(typeof curve === 'string' && curve.length <= LONGEST && { curve }),
    ...(MODES.includes(mode as Mode) && { mode: mode as Mode }),
    ...(typeof nesterov === 'boolean' && { nesterov }),
    ...Object.fromEntries(NUMBERS.flatMap((name) => (typeof given[name] === 'number' && Number.isFinite(given[name]) ? [[name, given[name]]] : []))),
  };
}

/** What an address says; null: nothing. */
export function slope_in(address: URLSearchParams): Partial<KeptSlope> | null {
  try {
    return slope_of(JSON.parse(address.get('slope') ?? 'null'));
  } catch {
    return null;
  }
}
