// How training goes, in a sentence: what the plots show, for those who hear the page or read rather than look.
import type { DecodedPicture } from '../picture';
import { count, number, percent, t } from '../words/index.svelte';
import { lab } from './lab.svelte';
import { short_unit } from './names';

export type Trend = 'falling' | 'rising' | 'steady';

/** Whether the last fifth of a column of the history lies below, above or at the fifth before. */
export function trend(history: ArrayLike<number>, column: number): Trend {
  const rows = Math.floor(history.length / 5);
  const part = Math.max(1, Math.floor(rows / 5));
  if (rows < 4) return 'steady';
  let [late, early] = [0, 0];
  for (let i = 0; i < part; ++i) {
    late += history[5 * (rows - 1 - i) + column] ?? 0;
    early += history[5 * (rows - 1 - part - i) + column] ?? 0;
  }
  const change = (late - early) / Math.max(1e-12, Math.abs(early));
  return change < -0.005 ? 'falling' : change > 0.005 ? 'rising' : 'steady';
}

export function in_words(picture: DecodedPicture | null): string {
  if (!picture) return '';
  const { train, test } = picture.head;
  if (train.loss === null || test.loss === null) return t('words.overflow');
  const way = trend(picture.fields.get('history')?.data ?? [], 2);
  const gap = test.loss - train.loss;
  const first = t('words.loss', { loss: number(test.loss), trend: t(`words.${way}`), gap: number(gap) });
  const fit = gap > 0.05 && gap > 0.5 * train.loss && picture.head.epoch > 20 ? ` ${t('words.overfit')}` : '';
  return first + fit;
}

/** What is said aloud. */
export function summary(): string {
  const picture = lab.picture;
  const layers = lab.state?.layers ?? [];
  if (!picture) return '';
  const { head } = picture;
  const parts = [t('words.epoch', { epoch: count(Math.floor(head.epoch)) }), in_words(picture)];
  if (head.test.accuracy !== null) parts.push(t('words.accuracy', { accuracy: percent(head.test.accuracy) }));
  for (let layer = 1; layer < layers.length - 1; ++layer) {
    const gone = Array.from(picture.fields.get(`dead.${layer}`)?.data ?? []).findIndex((share) => share > 0.999);
    if (gone >= 0) {
      parts.push(t('words.dead', { unit: short_unit(layers, layer, gone) }));
      break;
    }
  }
  return parts.join(' ');
}
