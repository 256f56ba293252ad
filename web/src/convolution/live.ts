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

/** A picture as large as `most` pixels at the most, with the sides' proportion. */
export function within(width: number, height: number, most: number): { width: number; height: number } {
  const share = Math.min(1, Math.sqrt(most / (width * height)));
  return { width: Math.max(1, Math.floor(width * share)), height: Math.max(1, Math.floor(height * share)) };
}

export interface Layout { width: number; height: number; channels: number; next: number; plane: number } // steps from a pixel and a channel to the next

/** Of "input" [C, H, W] or "shown" [H, W, C]. */
export function layout_of({ shape }: Field, planes: boolean): Layout {
  const [first = 1, second = 1, third = 1] = shape;
  if (planes) return { width: third, height: second, channels: first, next: 1, plane: second * third };
  return { width: second, height: first, channels: third, next: third, plane: 1 };
}

/** As a canvas wants it; one channel alone is grey, -1 means all of them. */
export function to_rgba({ data }: Field, { width, height, channels, next, plane }: Layout, channel: number, rgba: Uint8ClampedArray): void {
  const grey = channels === 1 || channel >= 0;
  const first = channels === 1 ? 0 : Math.max(0, channel) * plane;
  const [second, third] = grey ? [first, first] : [first + plane, first + 2 * plane];
  for (let from = 0, to = 0, end = 4 * width * height; to < end; from += next, to += 4) {
    rgba[to] = data[first + from]!;
    rgba[to + 1] = data[second + from]!;
    rgba[to + 2] = data[third + from]!;
    rgba[to + 3] = 255;
  }
}
