// Draws what lies on the output map: points, rings around misjudged ones, hatching of classes, axes.
import { class_colour, css, ink_on, TEST, TRAIN, value_colour, type PaletteName, type Rgb } from '../plots/colours';
import type { Field } from '../picture';

export interface Scene { width: number; height: number; low1: number; high1: number; low2: number; high2: number; palette: PaletteName; dark: boolean }

export const to_x = (scene: Scene, x1: number) => ((x1 - scene.low1) / (scene.high1 - scene.low1)) * scene.width;
export const to_y = (scene: Scene, x2: number) => ((scene.high2 - x2) / (scene.high2 - scene.low2)) * scene.height;
export const from_x = (scene: Scene, x: number) => scene.low1 + (x / scene.width) * (scene.high1 - scene.low1);
export const from_y = (scene: Scene, y: number) => scene.high2 - (y / scene.height) * (scene.high2 - scene.low2);

/** The colour of a label: a class, or a value with its largest size. */
export function label_rgb(label: number, classes: number, largest: number, scene: Scene): Rgb {
  return classes > 0 ? class_colour(label, scene.palette) : value_colour(label / (largest || 1), scene.palette, scene.dark);
}

/** A sign for each class, for those to whom colours say little: − and + of two, else the name where it is short, else a
    number. Of values: what is negative and what is positive. */
export function signs_of(classes: string[]): string[] {
  if (classes.length <= 2) return ['−', '+'];
  return classes.every((name) => name.length <= 2) ? classes : classes.map((_, i) => String(i + 1));
}

export interface PointStyle { classes: number; largest: number; test: boolean; wrong?: Field | undefined; first: number; radius: number; selected?: ReadonlySet<number>; plain?: boolean; signs?: string[] | undefined } // plain: no label to colour

/** Training points are discs, test points are diamonds; the rim says which as well. Misjudged ones have a ring. */
export function draw_points(context: CanvasRenderingContext2D, scene: Scene, points: readonly (readonly [number, number, number])[], style: PointStyle): void {
  const rim = style.test ? TEST : TRAIN;
  const r = style.signs ? Math.max(style.radius + 1.5, 4.5) : style.radius;
  const shape = (x: number, y: number, size: number) => {
    context.beginPath();
    if (style.test) {
      context.moveTo(x, y - 1.3 * size);
      context.lineTo(x + 1.3 * size, y);
      context.lineTo(x, y + 1.3 * size);
      context.lineTo(x - 1.3 * size, y);
      context.closePath();
    } else context.arc(x, y, size, 0, 2 * Math.PI);
  };
  context.font = `bold ${Math.round(1.9 * r)}px "Liberation Sans", "Segoe UI", Arial, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  points.forEach(([a, b, label], i) => {
    const x = to_x(scene, a);
    const y = to_y(scene, b);
    const own = label_rgb(label, style.classes, style.largest, scene);
    for (const [size, colour] of [[r + 2, scene.dark ? rim.dark : rim.light], [r + 1.1, scene.dark ? '#16181c' : '#ffffff'], [r, style.plain ? (scene.dark ? rim.dark : rim.light) : css(own)]] as const) {
      shape(x, y, size);
      context.fillStyle = colour;
      context.fill();
    }
    if (style.signs && !style.plain) {
      context.fillStyle = ink_on(own);
      context.fillText(style.signs[style.classes > 0 ? label : Number(label >= 0)] ?? '', x, y + 0.5);
    }
    if (style.wrong?.data[style.first + i] || style.selected?.has(style.first + i)) {
      context.beginPath();
      context.arc(x, y, r + 4, 0, 2 * Math.PI);
      context.lineWidth = style.selected?.has(style.first + i) ? 3 : 1.8;
      context.strokeStyle = scene.dark ? '#ffffff' : '#111111';
      context.stroke();
    }
  });
}

/** Hatches what is negative in map `index` of a field of values, so that the sign is not known by colour alone. */
export function hatch_negative(context: CanvasRenderingContext2D, scene: Pick<Scene, 'width' | 'height' | 'dark'>, field: Field, index = 0): void {
  const [height = 1, width = 1] = field.shape.slice(-2);
  const data = Uint8Array.from({ length: width * height }, (_, i) => ((field.data[index * width * height + i] ?? 0) < 0 ? 0 : NONE));
  hatch(context, scene, { shape: [height, width], scale: 1, data });
}

const NONE = 255; // a class that is not hatched
/** Lines in a direction of its own for each class, so that a class is not known by colour alone. */
export function hatch(context: CanvasRenderingContext2D, scene: Pick<Scene, 'width' | 'height' | 'dark'>, classes: Field): void {
  const [height = 1, width = 1] = classes.shape.slice(-2);
  const gap = 9;
  context.lineWidth = 1;
  context.strokeStyle = scene.dark ? 'rgb(255 255 255 / 0.28)' : 'rgb(0 0 0 / 0.24)';
  context.beginPath();
  const cell_x = scene.width / width;
  const cell_y = scene.height / height;
  const turns: [number, number][] = [[1, 1], [1, -1], [1, 0], [0, 1], [1, 0.5], [1, -0.5], [0.5, 1], [0.5, -1], [1, 0.25], [0.25, 1]];
  for (let row = 0; row < height; ++row) {
    for (let column = 0; column < width; ++column) {
      if (classes.data[row * width + column] === NONE) continue;
      const [a, b] = turns[classes.data[row * width + column]! % turns.length]!;
      const x = column * cell_x;
      const y = row * cell_y;
      // A cell carries a stroke where a line of its class's direction passes through it.
      const distance = (b * x - a * y) / Math.hypot(a, b);
      const offset = ((distance % gap) + gap) % gap;
      if (offset < Math.max(cell_x, cell_y)) {
        context.moveTo(x, y);
        context.lineTo(x + cell_x * a, y + cell_y * b);
      }
    }
  }
  context.stroke();
}
