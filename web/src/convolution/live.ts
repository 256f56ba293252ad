// What comes back of a camera's frame, as a canvas wants it.
import type { Field } from '../picture';

/** "shown" [H, W, C] as a canvas wants it; one channel alone is grey, -1 means all of them. */
export function to_rgba({ shape, data }: Field, channel: number, rgba: Uint8ClampedArray): void {
  const channels = shape[2] ?? 1;
  const grey = channels === 1 || channel >= 0;
  const first = channels === 1 ? 0 : Math.max(0, channel);
  const [second, third] = grey ? [first, first] : [1, 2];
  for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4) {
    rgba[to] = data[from + first]!;
    rgba[to + 1] = data[from + second]!;
    rgba[to + 2] = data[from + third]!;
    rgba[to + 3] = 255;
  }
}
