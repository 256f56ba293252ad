// The table of all runs: its columns, how they are sorted, and what a filter lets through.
import type { RunRow } from '../protocol';

export type Column = 'star' | 'name' | 'status' | 'accuracy' | 'loss' | 'best_accuracy' | 'test_accuracy' | 'step' | 'seconds' | 'parameters' | 'seed' | 'data' | 'began' | 'tags';
export const COLUMNS: Column[] = ['star', 'name', 'status', 'accuracy', 'loss', 'best_accuracy', 'test_accuracy', 'step', 'seconds', 'parameters', 'seed', 'data', 'began', 'tags'];

const value = (row: RunRow, column: Column): string | number | null => (column === 'star' ? Number(row.labels.star) : column === 'tags' ? row.labels.tags.join(' ') : row[column]);

const by_words = new Intl.Collator(undefined, { numeric: true }).compare; // made once: a thousand rows are ten thousand comparisons

/** By a column; what has no value comes last either way, and equal rows the newest first. */
export function sorted(rows: RunRow[], column: Column, down: boolean): RunRow[] {
  return rows.sort((a, b) => {
    const [x, y] = [value(a, column), value(b, column)];
    if (x !== y) {
      if (x === null || x === '') return 1;
      if (y === null || y === '') return -1;
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : by_words(String(x), String(y));
      if (order !== 0) return down ? -order : order;
    }
    return by_words(b.began, a.began) || by_words(b.name, a.name);
  });
}

/** Whether each word stands somewhere in what is known of the run. */
export function fits(row: RunRow, filter: string): boolean {
  const text = `${row.name} ${row.data} ${row.status} ${row.labels.tags.join(' ')} ${row.labels.note}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
