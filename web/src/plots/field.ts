// Draws fields of numbers as pixels: one putImageData a field, scaled up by the canvas.
import type { Field } from '../picture';
import { class_colour, pixel, value_table, type PaletteName } from './colours';

const scratch = new Map<string, { canvas: HTMLCanvasElement; image: ImageData; pixels: Uint32Array }>();

function scratch_of(width: number, height: number) {
  const key = `${width}x${height}`;
  let entry = scratch.get(key);
  if (!entry) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const image = new ImageData(width, height);
    entry = { canvas, image, pixels: new Uint32Array(image.data.buffer) };
    scratch.set(key, entry);
  }
  return entry;
}

function show(target: CanvasRenderingContext2D, width: number, height: number, smooth: boolean, paint: (pixels: Uint32Array) => void): void {
  const { canvas, image, pixels } = scratch_of(width, height);
  paint(pixels);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  target.save();
  target.setTransform(1, 0, 0, 1, 0, 0);
  target.imageSmoothingEnabled = smooth;
  target.imageSmoothingQuality = 'high';
  target.drawImage(canvas, 0, 0, target.canvas.width, target.canvas.height);
  target.restore();
}

export interface FieldStyle {
  palette: PaletteName;
  dark: boolean;
  smooth?: boolean;
  gain?: number; // of the values: 1 shows +-scale with the full colours
}

/** Map number `index` of a field [maps, height, width] or [height, width]. */
export function draw_values(target: CanvasRenderingContext2D, field: Field, index: number, style: FieldStyle): void {
  const [height = 1, width = 1] = field.shape.slice(-2);
  const start = index * width * height;
  if (width === 0 || height === 0 || start + width * height > field.data.length) return;
  const table = value_table(style.palette, style.dark);
  const gain = (style.gain ?? 1) * (field.data instanceof Float32Array ? 127 : 1);
  show(target, width, height, style.smooth ?? true, (pixels) => {
    for (let i = 0; i < width * height; ++i) {
      const value = field.data[start + i]! * gain;
      const level = value >= 127 ? 127 : value <= -127 ? -127 : Math.round(value);
      pixels[i] = table[level & 255]!;
    }
  });
}

/** The winning class, paler where the network is less sure; classes are hatched in the size of the target by the caller. */
export function draw_classes(target: CanvasRenderingContext2D, classes: Field, confidence: Field | undefined, style: FieldStyle): void {
  const [height = 1, width = 1] = classes.shape.slice(-2);
  const ground = style.dark ? 31 : 247;
  show(target, width, height, false, (pixels) => {
    for (let i = 0; i < width * height; ++i) {
      const colour = class_colour(classes.data[i]!, style.palette);
      const sure = confidence ? 0.25 + 0.75 * (confidence.data[i]! / 255) : 0.8;
      pixels[i] = pixel([0, 1, 2].map((c) => ground + (colour[c]! - ground) * sure) as [number, number, number]);
    }
  });
}

/** How sure the network is, whatever the class. */
export function draw_confidence(target: CanvasRenderingContext2D, field: Field, style: FieldStyle): void {
  const [height = 1, width = 1] = field.shape.slice(-2);
  const [low, high] = style.dark ? [31, 240] : [247, 40];
  show(target, width, height, style.smooth ?? true, (pixels) => {
    for (let i = 0; i < width * height; ++i) {
      const sure = field.data instanceof Int8Array ? Math.abs(field.data[i]!) / 127 : field.data[i]! / 255;
      const level = Math.round(low + (high - low) * sure);
      pixels[i] = pixel([level, level, level]);
    }
  });
}

/** The largest size in map `index`, as a share of what the field can hold. */
export function largest(field: Field, index: number): number {
  const [height = 1, width = 1] = field.shape.slice(-2);
  let most = 0;
  for (let i = index * width * height; i < (index + 1) * width * height; ++i) most = Math.max(most, Math.abs(field.data[i] ?? 0));
  return most / 127;
}

/** The value of a field at a place of the picture, u and v from 0 to 1 from the top left corner. */
export function value_at(field: Field, index: number, u: number, v: number, scale = field.scale): number | null {
  const [height = 1, width = 1] = field.shape.slice(-2);
  const x = Math.min(width - 1, Math.max(0, Math.floor(u * width)));
  const y = Math.min(height - 1, Math.max(0, Math.floor(v * height)));
  const raw = field.data[index * width * height + y * width + x];
  if (raw === undefined) return null;
  return field.data instanceof Int8Array ? (raw / 127) * scale : raw;
}
