// Changes settings by their paths ("optimizer.lr"), as edits, undo and lessons name them.
import type { LayerSettings, LayerShape, Settings } from '../protocol';

/** A copy of the settings with changes made to it. */
export function changed(settings: Settings, changes: Record<string, unknown>): Settings {
  const copy = structuredClone(settings) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split('.');
    const last = parts.pop();
    let at: unknown = copy;
    for (const part of parts) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
    if (last !== undefined && typeof at === 'object' && at !== null) (at as Record<string, unknown>)[last] = structuredClone(value);
  }
  return copy as unknown as Settings;
}

export function setting_at(settings: Settings, path: string): unknown {
  return path.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined), settings);
}

export const MOST_LAYERS = 12;
export const MOST_UNITS = 256;

export function new_layer(like: LayerSettings | undefined): LayerSettings {
  return { units: like ? Math.min(like.units, 4) : 4, activation: like?.activation ?? 'tanh', dropout: 0, batch_norm: false, skip: [] };
}

/** Without layer `gone` (counted from 0): skip links to it disappear, those beyond it move. Layer 0 of a link is the features. */
export function without_layer(layers: LayerSettings[], gone: number): LayerSettings[] {
  return layers
    .filter((_, k) => k !== gone)
    .map((layer) => ({ ...layer, skip: layer.skip.filter((from) => from !== gone + 1).map((from) => (from > gone + 1 ? from - 1 : from)) }));
}

/** With one more layer at place `at` (counted from 0). */
export function with_layer(layers: LayerSettings[], at: number): LayerSettings[] {
  const moved = layers.map((layer) => ({ ...layer, skip: layer.skip.map((from) => (from > at ? from + 1 : from)) }));
  moved.splice(at, 0, new_layer(layers[Math.max(0, at - 1)]));
  return moved;
}

/** The name of a layer's weights or biases: "2.weight". */
export function parameter_path(shape: LayerShape, kind: 'weight' | 'bias'): string {
  return shape.path === '' || shape.path.endsWith('.') ? `${shape.path}${kind}` : `${shape.path}.${kind}`;
}

/** Which unit of which layer each column of a layer's weights reads. */
export function columns_of(layers: LayerShape[], k: number): { layer: number; unit: number }[] {
  return (layers[k]?.from ?? []).flatMap((layer) => Array.from({ length: layers[layer]?.units ?? 0 }, (_, unit) => ({ layer, unit })));
}
