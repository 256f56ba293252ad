// What a comparison draws and says: lines of single runs, bands of seeds, and the figures beside them.
import type { Line } from '../plots/figure';
import type { ComparedRun, RunRow } from '../protocol';
import { band, median } from './bands';
import { smoothed } from './curves';

export type By = 'step' | 'epoch' | 'seconds';
export interface Shown { run: ComparedRun; colour: string; dash: string; marker: NonNullable<Line['marker']> }

/** How many units of the axis a step is; 0: that is not known. */
export const unit = (run: ComparedRun, by: By): number => (by === 'step' ? 1 : by === 'epoch' ? (run.epoch_steps > 0 ? 1 / run.epoch_steps : 0) : run.step_seconds);

/** Runs of one group, in the order of their first. */
export function grouped<T>(all: T[], group: (one: T) => number): T[][] {
  const groups = new Map<number, T[]>();
  for (const one of all) groups.set(group(one), [...(groups.get(group(one)) ?? []), one]);
  return [...groups.values()];
}

/** A line for each run, over the raw one where it is smoothed; a median with its band for runs that differ in the seed alone. */
export function lines_of(shown: Shown[], split: string, by: By, over: number, bands: boolean, name_of: (runs: ComparedRun[]) => string): Line[] {
  return grouped(shown, ({ run }) => (bands ? run.group : shown.findIndex((one) => one.run === run))).flatMap((group): Line[] => {
    const rows = group.flatMap(({ run }) => {
      const curve = run.curves.find((one) => one.split === split);
      const scale = unit(run, by);
      return curve && scale > 0 ? [{ x: curve.steps.map((step) => step * scale), y: smoothed(curve, over), curve }] : [];
    });
    if (rows.length === 0) return [];
    const { run, colour, dash, marker } = group[0]!;
    const dots = rows[0]!.x.length <= 40;
    const usual = { name: name_of(group.map((one) => one.run)), colour, dash, marker, dots, width: 2.2 };
    if (rows.length > 1) {
      const all = band(rows);
      return [{ ...usual, x: all.x, y: all.median, least: all.least, most: all.most }];
    }
    const [{ x, y, curve }] = rows as [(typeof rows)[0]];
    const raw: Line = { name: `${run.name} *`, colour, dash: '', marker: null, width: 1, thin: true, x, y: curve.means, least: curve.least, most: curve.most };
    const strong: Line = { ...usual, x, y };
    return over > 0 ? [raw, strong] : [{ ...strong, least: curve.least, most: curve.most }];
  });
}

export const RESULTS = ['best_accuracy', 'accuracy', 'test_accuracy', 'best_loss', 'loss', 'test_loss', 'seconds', 'parameters'] as const;
export type Result = (typeof RESULTS)[number];

/** A result of runs that are one group: of a single run its value, else the median with its range. Null: none of them has it. */
export function result(rows: RunRow[], name: Result): { median: number; least: number; most: number; count: number } | null {
  const values = rows.map((row) => row[name]).filter((value): value is number => value !== null && (name !== 'seconds' || value > 0));
  return values.length === 0 ? null : { median: median(values), least: Math.min(...values), most: Math.max(...values), count: values.length };
}
