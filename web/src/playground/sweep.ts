// What a sweep can go over, and the values it offers.
import type { Catalogue, ExploredRun, LossChoice, Settings } from '../protocol';
import { language, number, said, t } from '../words/index.svelte';
import { parse_number } from '../words/numbers';
import { lab } from './lab.svelte';

export interface Sweepable { path: string; label: string; values: (number | string)[] }

export function sweepable(settings: Settings, catalogue: Catalogue): Sweepable[] {
  const data: Sweepable[] = [
    { path: 'data.noise', label: t('data.noise'), values: [0, 0.1, 0.3, 0.5] },
    { path: 'data.count', label: t('data.count'), values: [50, 200, 500, 2000] },
  ];
  if (settings.rule === 'least_squares') return [{ path: 'degree', label: t('degree'), values: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, { path: 'rule', label: t('model.solver'), values: ['least_squares', 'gradient'] }, ...(settings.data.set === 'bishop' ? [] : data)];
  if (settings.rule !== 'gradient') return settings.rule === 'knn' ? [{ path: 'k', label: t('model.k'), values: [1, 3, 5, 9, 15, 25] }, ...data] : data;
  const list: Sweepable[] = [
    { path: 'optimizer.lr', label: t('lr'), values: [0.003, 0.01, 0.03, 0.1, 0.3] },
    { path: 'layers.activation', label: t('activation'), values: catalogue.activations.slice(0, 4).map(({ name }) => name) },
    { path: 'optimizer.name', label: t('optimizer'), values: catalogue.optimizers.slice(0, 5).map(({ name }) => name) },
    { path: 'initial', label: t('initial'), values: catalogue.initials.map(({ name }) => name) },
    { path: 'batch', label: t('batch'), values: [1, 10, 30, 100] },
    { path: 'loss', label: t('loss.function'), values: fitting_losses(catalogue, lab.classes).map(({ name }) => name) },
    { path: 'l2', label: t('l2'), values: [0, 0.001, 0.01, 0.1] },
    { path: 'l1', label: t('l1'), values: [0, 0.001, 0.01, 0.1] },
    ...data,
  ];
  for (const field of optimizer_fields(catalogue, settings.optimizer.name)) if (field.name !== 'lr') list.push({ path: `optimizer.${field.name}`, label: said(field.doc), values: [0, 0.5, 0.9, 0.99] });
  return list;
}
const optimizer_fields = (catalogue: Catalogue, name: string) => catalogue.optimizers.find((one) => one.name === name)?.fields.filter(({ value }) => typeof value === 'number') ?? [];

/** What a swept setting is called, though the settings of the page may have changed since. */
export function setting_title(path: string, settings: Settings, catalogue: Catalogue): string {
  const others = catalogue.optimizers.flatMap(({ name }) => optimizer_fields(catalogue, name));
  return sweepable(settings, catalogue).find((one) => one.path === path)?.label ?? (said(others.find(({ name }) => path === `optimizer.${name}`)?.doc) || t('sweep.other'));
}

/** A value as the page writes it: a number in the reader's language, a choice by its title. */
export function value_title(path: string, value: number | boolean | string, catalogue: Catalogue): string {
  if (typeof value === 'number') return number(value);
  if (path === 'rule' && (value === 'gradient' || value === 'least_squares')) return t(`model.solver.${value}`);
  const choices = { 'layers.activation': catalogue.activations, 'optimizer.name': catalogue.optimizers, 'initial': catalogue.initials, 'loss': catalogue.losses }[path];
  return said(choices?.find(({ name }) => name === value)?.title) || String(value);
}

/** The losses that the data allow: of values, of two classes, of several. */
export function fitting_losses(catalogue: Catalogue, classes: number): LossChoice[] {
  return catalogue.losses.filter((loss) => (classes === 0 ? loss.task === 'regression' : classes === 2 ? loss.two : loss.task === 'classification' && loss.many));
}

export const MOST_VALUES = 64;
export const MOST_RUNS = 1024;

/** "0.1; 0,3 relu" as values: numbers where they are numbers, read as in a number field. Parted by spaces or semicolons, as a comma
    is decimal or parts thousands; the narrow space that the page writes parts thousands too. */
export function values_of(text: string): (number | string)[] {
  const parts = text.replace(/(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))/g, '').split(/[\s;]+/).filter((part) => part !== '');
  return parts.map((part) => parse_number(part, language.current) ?? part);
}

/** The runs of one cell of a grid: their mean, and the best, whose map is shown and which is taken up. */
export interface Cell { best: number; mean: number | null; runs: number; overflown: number; solved: number }

export function cell_of(results: ExploredRun[], row: number, column: number): Cell | null {
  let best = -1;
  const cell: Cell = { best, mean: null, runs: 0, overflown: 0, solved: 0 };
  let sum = 0;
  results.forEach((run, place) => {
    if (run.row !== row || run.column !== column) return;
    cell.runs += 1;
    cell.solved += Number(run.solved);
    if (run.test_loss === null) cell.overflown += 1;
    else sum += run.test_loss;
    if (best < 0 || (run.test_loss ?? Infinity) < (results[best]!.test_loss ?? Infinity)) best = place;
  });
  if (cell.runs === 0) return null;
  return { ...cell, best, mean: cell.runs > cell.overflown ? sum / (cell.runs - cell.overflown) : null };
}
