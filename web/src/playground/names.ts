// What a unit, a layer, a weight is called on the page and by a screen reader.
import type { LayerShape, State } from '../protocol';
import { t } from '../words/index.svelte';
import { lab } from './lab.svelte';
import type { Edge } from './layout';
import { columns_of } from './settings';

export function layer_name(layers: LayerShape[], layer: number): string {
  if (layer === 0) return t('layer.features');
  return layer === layers.length - 1 ? t('layer.output') : t('layer.hidden', { n: layer });
}

export function short_unit(layers: LayerShape[], layer: number, unit: number): string {
  return layers[layer]?.names[unit] ?? t('unit.short', { unit: unit + 1, layer: layer_name(layers, layer) });
}

export function unit_name(shape: State, layer: number, unit: number): string {
  const name = shape.layers[layer]?.names[unit];
  const place = t('unit.name', { unit: unit + 1, layer: layer_name(shape.layers, layer) });
  return name ? `${name} (${place})` : place;
}

export function edge_name(layers: LayerShape[], edge: Pick<Edge, 'layer' | 'unit' | 'column'>): string {
  const from = columns_of(layers, edge.layer)[edge.column];
  return t('weight.name', { from: from ? short_unit(layers, from.layer, from.unit) : '?', to: short_unit(layers, edge.layer, edge.unit) });
}

/** Gives nothing for (nearly) every training point, so it can learn nothing any more. */
export function dead(layer: number, unit: number): boolean {
  return (lab.field(`dead.${layer}`)?.data[unit] ?? 0) > 0.999;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** A feature's formula as it is printed: "(x1/6)^2*x2" becomes "(x₁/6)²·x₂". */
export function printed(formula: string): string {
  return formula.replace(/x1/g, 'x₁').replace(/x2/g, 'x₂').replace(/\^(\d+)/g, (_, digits: string) => [...digits].map((digit) => RAISED[Number(digit)]).join('')).replace(/\*/g, '·');
}
