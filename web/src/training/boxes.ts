// Boxes on a picture: how much two cover each other, which one lies at a place, and how each is drawn.
import type { ReviewedBox } from '../protocol';
import type { Key } from '../words/index.svelte';

const area = ({ left, top, right, bottom }: ReviewedBox): number => Math.max(0, right - left) * Math.max(0, bottom - top);

/** The area that both cover over the area that either covers. */
export function overlap(a: ReviewedBox, b: ReviewedBox): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (area(a) + area(b) - across * down);
}

/** With the box of the same class on the other side (true or found) that it overlaps most; null: there is none. */
export function best_overlap(box: ReviewedBox, boxes: ReviewedBox[]): number | null {
  const others = boxes.filter((other) => other.label === box.label && (other.score === null) !== (box.score === null));
  return others.length === 0 ? null : Math.max(...others.map((other) => overlap(box, other)));
}

/** The smallest box around a place: what lies within another can be reached. Null: none is there. */
export function box_at(boxes: ReviewedBox[], shown: (box: ReviewedBox) => boolean, x: number, y: number, slip: number): number | null {
  let found: number | null = null;
  boxes.forEach((box, i) => {
    const within = x >= box.left - slip && x <= box.right + slip && y >= box.top - slip && y <= box.bottom + slip;
    if (within && shown(box) && (found === null || area(box) < area(boxes[found]!))) found = i;
  });
  return found;
}

/** A class has its mark besides its colour. */
const MARKS = ['●', '■', '▲', '◆', '★', '✚', '▼', '⬟', '◗', '♥'];
export const mark_of = (label: number): string => MARKS[label % MARKS.length]! + (label < MARKS.length ? '' : String(Math.floor(label / MARKS.length) + 1));

/** What became of a box: its sign, the ground of its tab (null: its class's colour), and its line. */
export interface Look { sign: string; ground: string | null; dash: number[]; width: number; words: Key }
export const LOOKS: Record<ReviewedBox['state'], Look> = {
  true: { sign: '', ground: null, dash: [], width: 2, words: 'boxes.state.true' },
  found: { sign: '', ground: null, dash: [], width: 1.5, words: 'boxes.state.found' },
  missed: { sign: '○', ground: '#8a3f00', dash: [9, 5], width: 4, words: 'boxes.state.missed' },
  difficult: { sign: '~', ground: '#555555', dash: [], width: 1, words: 'boxes.state.difficult' },
  hit: { sign: '✓', ground: '#0b6b49', dash: [2, 3], width: 2, words: 'boxes.state.hit' },
  false: { sign: '✗', ground: '#b3261e', dash: [2, 3], width: 2.5, words: 'boxes.state.false' },
  ignored: { sign: '·', ground: '#555555', dash: [2, 5], width: 1.5, words: 'boxes.state.ignored' },
};
