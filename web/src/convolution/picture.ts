// The pictures of the convolution lab: their head, and their numbers as colours.
import { decode_as, fail, type DecodedPicture, type Field } from '../picture';
import type { ConvolutionPicture, LivePicture } from '../protocol';

export type LabPicture = DecodedPicture<ConvolutionPicture>;
export type LiveFrame = DecodedPicture<LivePicture>;

const NUMBERS: Record<string, string[]> = {
  convolution: ['border', 'low', 'high', 'least', 'greatest', 'cut'],
  live: ['reply', 'least', 'greatest', 'cut', 'milliseconds'],
};

export const decode = (message: ArrayBuffer): LabPicture | LiveFrame => decode_as<ConvolutionPicture | LivePicture>(message, (head) => {
  const kind = String(head['kind']);
  if (!Object.hasOwn(NUMBERS, kind)) fail('of another lab');
  for (const key of NUMBERS[kind]!) {
    const number = head[key];
    if (typeof number !== 'number' || !Number.isFinite(number)) fail(`${key} is no number`);
  }
  return head as unknown as ConvolutionPicture | LivePicture;
}) as LabPicture | LiveFrame;

export const is_live = (picture: LabPicture | LiveFrame): picture is LiveFrame => picture.head.kind === 'live';

export interface Pixels { width: number; height: number; rgba: Uint8ClampedArray<ArrayBuffer> }

/** The input [C, H, W] as it is seen, `low` black and `high` white; one channel alone is grey. */
export function input_pixels({ shape, data }: Field, low: number, high: number, channel: number): Pixels {
  const [channels = 1, height = 1, width = 1] = shape;
  const [count, rgba] = [height * width, new Uint8ClampedArray(4 * height * width)];
  const of = (k: number) => (channels === 3 && channel < 0 ? k : Math.max(0, Math.min(channel, channels - 1))) * count;
  const factor = 255 / (high - low);
  for (let i = 0; i < count; ++i) {
    for (let k = 0; k < 3; ++k) rgba[4 * i + k] = factor * (data[of(k) + i]! - low);
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}

/** One of what the scale shows [maps, H, W, 1 or 3]; one channel of a colour picture is grey. */
export function shown_pixels({ shape, data: all }: Field, channel: number, map = 0): Pixels {
  const [maps = 1, height = 1, width = 1, channels = 1] = shape;
  const size = height * width * channels;
  const data = all.subarray(Math.min(map, maps - 1) * size, (Math.min(map, maps - 1) + 1) * size);
  const rgba = new Uint8ClampedArray(4 * height * width);
  for (let i = 0; i < height * width; ++i) {
    for (let k = 0; k < 3; ++k) rgba[4 * i + k] = data[channels * i + (channels === 1 ? 0 : channel < 0 ? k : channel)]!;
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}

/** The number of a channel at a place of [C, H, W]; -1: of all that there are. */
export function numbers_at({ shape, data }: Field, channel: number, at: number): number | number[] | undefined {
  const [channels = 1, height = 1, width = 1] = shape;
  if (channel < 0 && channels > 1) return Array.from({ length: channels }, (_, k) => data[k * height * width + at]!);
  return data[Math.max(0, Math.min(channel, channels - 1)) * height * width + at];
}
