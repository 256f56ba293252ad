// Pixels of a camera: from what a canvas gives to what is sent, and from what comes back to what is painted.
import type { Field } from '../picture';

/** RGBA, as a canvas has it, without the A. */
export function without_alpha(rgba: Uint8ClampedArray, into: Uint8Array): void {
  for (let from = 0, to = 0; to < into.length; from += 4) {
    into[to++] = rgba[from]!;
    into[to++] = rgba[from + 1]!;
    into[to++] = rgba[from + 2]!;
  }
}

/** Its luminance instead, 0.299 R + 0.587 G + 0.114 B, as the engine takes it: a third of the bytes. */
export function luminance(rgba: Uint8ClampedArray, into: Uint8Array): void {
  for (let from = 0, to = 0; to < into.length; from += 4) into[to++] = (299 * rgba[from]! + 587 * rgba[from + 1]! + 114 * rgba[from + 2]! + 500) / 1000;
}

/** A picture as large as `most` pixels at the most, with the sides' proportion. */
export function within(width: number, height: number, most: number): { width: number; height: number } {
  const share = Math.min(1, Math.sqrt(most / (width * height)));
  return { width: Math.max(1, Math.floor(width * share)), height: Math.max(1, Math.floor(height * share)) };
}

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
