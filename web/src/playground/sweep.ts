// What a sweep can go over, and the values it offers.
import type { Catalogue, Settings } from '../protocol';
import { said, t } from '../words/index.svelte';
import { parse_number } from '../words/numbers';

export interface Sweepable { path: string; label: string; values: (number | string)[] }

export function sweepable(settings: Settings, catalogue: Catalogue): Sweepable[] {
  const list: Sweepable[] = [
    { path: 'optimizer.lr', label: t('lr'), values: [0.003, 0.01, 0.03, 0.1, 0.3] },
    { path: 'layers.activation', label: t('activation'), values: catalogue.activations.slice(0, 4).map(({ name }) => name) },
    { path: 'optimizer.name', label: t('optimizer'), values: catalogue.optimizers.slice(0, 5).map(({ name }) => name) },
    { path: 'initial', label: t('initial'), values: catalogue.initials.map(({ name }) => name) },
    { path: 'batch', label: t('batch'), values: [1, 10, 30, 100] },
    { path: 'l2', label: t('l2'), values: [0, 0.001, 0.01, 0.1] },
    { path: 'l1', label: t('l1'), values: [0, 0.001, 0.01, 0.1] },
    { path: 'data.noise', label: t('data.noise'), values: [0, 0.1, 0.3, 0.5] },
    { path: 'data.count', label: t('data.count'), values: [50, 200, 500, 2000] },
  ];
  const fields = catalogue.optimizers.find(({ name }) => name === settings.optimizer.name)?.fields ?? [];
  for (const field of fields)
    if (field.name !== 'lr' && typeof field.value === 'number') list.push({ path: `optimizer.${field.name}`, label: said(field.doc), values: [0, 0.5, 0.9, 0.99] });
  return list;
}

/** "0.1; 0,3 relu" as values: numbers where they are numbers. Parted by spaces or semicolons, as a comma is decimal. */
export function values_of(text: string): (number | string)[] {
  return text.split(/[\s;]+/).filter((part) => part !== '').slice(0, 16).map((part) => parse_number(part) ?? part);
}
