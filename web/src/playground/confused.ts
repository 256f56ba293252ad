// Which test points a cell of the confusion matrix counts.
import type { Field } from '../picture';
import { value_at } from '../plots/field';

export interface Judged { points: Float32Array; first: number; wrong: Field | undefined; classes: Field | undefined; domain: { left: number; right: number; bottom: number; top: number } }

/** Places in the list of all points, the test points beginning at `first`. The server says which points are misjudged; of
    more than two classes the map says what they were taken for, as finely as it is drawn. */
export function points_of_cell({ points, first, wrong, classes, domain }: Judged, row: number, column: number): Set<number> {
  const found = new Set<number>();
  for (let i = 0; 3 * i + 2 < points.length; ++i) {
    const [a = 0, b = 0, label = 0] = points.subarray(3 * i, 3 * i + 3);
    if (label !== row || Boolean(wrong?.data[first + i]) !== (row !== column)) continue;
    const said = row === column || !classes ? column : value_at(classes, 0, (a - domain.left) / (domain.right - domain.left), (domain.top - b) / (domain.top - domain.bottom));
    if (said === column) found.add(first + i);
  }
  return found;
}
