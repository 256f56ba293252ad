// The pictures of the training lab: their head is checked, their blobs are rows of curves.
import { decode_as, fail, type DecodedPicture } from '../picture';
import type { TrainingPicture } from '../protocol';

export type RunPicture = DecodedPicture<TrainingPicture>;

export const decode = (message: ArrayBuffer): RunPicture => decode_as(message, (head) => {
  if (head['kind'] !== 'training') fail('of another lab');
  for (const key of ['step', 'steps', 'epoch', 'epochs']) {
    const number = head[key];
    if (typeof number !== 'number' || !Number.isFinite(number)) fail(`${key} is no number`);
  }
  if (!Array.isArray(head['curves'])) fail('no list of curves');
  for (const curve of head['curves'] as Record<string, unknown>[])
    if (typeof curve['name'] !== 'string' || !Number.isInteger(curve['from']) || !Number.isInteger(curve['count'])) fail('a curve has no rows');
  return head as unknown as TrainingPicture;
});
