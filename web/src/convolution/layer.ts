// What the editor of a layer does before the server hears of it: which kernel is edited, filters more or fewer.
import type { ConvolutionSettings, FilterSettings } from '../protocol';
import { resized, type Kernel } from './kernel';

export const MOST_FILTERS = 16;
type Layer = Pick<ConvolutionSettings, 'filters' | 'groups'>;

/** The channels of the input that a filter sees, counted from 0. */
export function channels_of({ filters, groups }: Layer, filter: number): number[] {
  const count = filters[filter]?.weights.length ?? 1;
  const first = Math.floor((filter * groups) / filters.length) * count;
  return Array.from({ length: count }, (_, i) => first + i);
}

export function with_slice(filters: FilterSettings[], filter: number, slice: number, kernel: Kernel): FilterSettings[] {
  return filters.map((each, f) => (f !== filter ? each : { ...each, weights: each.weights.map((old, c) => (c === slice ? kernel : old)) }));
}

export function with_bias(filters: FilterSettings[], filter: number, bias: number): FilterSettings[] {
  return filters.map((each, f) => (f === filter ? { ...each, bias } : each));
}

/** All kernels of a layer have one size. */
export function all_resized(filters: FilterSettings[], rows: number, columns: number): FilterSettings[] {
  return filters.map((each) => ({ ...each, weights: each.weights.map((kernel) => resized(kernel, rows, columns)) }));
}

/** With a copy of a filter behind it. */
export function with_copy(filters: FilterSettings[], filter: number): FilterSettings[] {
  return filters.flatMap((each, f) => (f === filter ? [each, each] : [each]));
}

export function without(filters: FilterSettings[], filter: number): FilterSettings[] {
  return filters.filter((_, f) => f !== filter);
}

/** Into how many groups channels and filters can be split. */
export function possible_groups(channels: number, filters: number): number[] {
  return Array.from({ length: Math.min(channels, filters) }, (_, i) => i + 1).filter((groups) => channels % groups === 0 && filters % groups === 0);
}
