// What a model without a gradient adds to the map: the means, the nearest points, the point of the last step.
import { class_colour, css } from '../plots/colours';
import { lab } from './lab.svelte';
import { to_x, to_y, type Scene } from './map_drawing';

/** The means that have points, where what goes in is the plane itself. */
export function means_in_plane(): { label: number; x1: number; x2: number }[] {
  const field = lab.field('means');
  if (!field || lab.settings?.features.join() !== 'x1,x2') return [];
  return Array.from({ length: field.shape[0] ?? 0 }, (_, label) => ({ label, count: field.data[3 * label] ?? 0, x1: field.data[3 * label + 1] ?? 0, x2: field.data[3 * label + 2] ?? 0 })).filter(({ count }) => count > 0);
}

/** A line in two strokes, seen on every ground. */
function stroked(context: CanvasRenderingContext2D, scene: Scene, width: number, path: () => void, colour = scene.dark ? '#ffffff' : '#111111'): void {
  for (const [wide, ink] of [[width + 3, scene.dark ? '#111111' : '#ffffff'], [width, colour]] as const) {
    context.lineWidth = wide;
    context.strokeStyle = ink;
    context.beginPath();
    path();
    context.stroke();
  }
}

export function draw_model_marks(context: CanvasRenderingContext2D, scene: Scene): void {
  const train = lab.points.train;
  const place = lab.cursor;
  const seen = (example: number): [number, number] => [to_x(scene, train[3 * example] ?? 0), to_y(scene, train[3 * example + 1] ?? 0)];
  const means = means_in_plane();
  if (place && lab.probe) {
    const [x, y] = [to_x(scene, place.x1), to_y(scene, place.x2)];
    for (const example of lab.probe.neighbours) stroked(context, scene, 1.5, () => { context.moveTo(x, y); context.lineTo(...seen(example)); });
    context.setLineDash([5, 4]);
    for (const { x1, x2 } of means) stroked(context, scene, 1.2, () => { context.moveTo(x, y); context.lineTo(to_x(scene, x1), to_y(scene, x2)); });
    context.setLineDash([]);
    if (lab.probe.distances.length > 0) stroked(context, scene, 1.5, () => { context.moveTo(x - 6, y); context.lineTo(x + 6, y); context.moveTo(x, y - 6); context.lineTo(x, y + 6); });
  }
  for (const { label, x1, x2 } of means) {
    const [x, y] = [to_x(scene, x1), to_y(scene, x2)];
    stroked(context, scene, 4, () => { context.moveTo(x - 9, y - 9); context.lineTo(x + 9, y + 9); context.moveTo(x - 9, y + 9); context.lineTo(x + 9, y - 9); });
    context.strokeStyle = css(class_colour(label, scene.palette));
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x - 8, y - 8);
    context.lineTo(x + 8, y + 8);
    context.moveTo(x - 8, y + 8);
    context.lineTo(x + 8, y - 8);
    context.stroke();
  }
  const looked = lab.picture?.head.looked;
  if (looked && 3 * looked.example < train.length) {
    const [x, y] = seen(looked.example);
    stroked(context, scene, 2, () => context.rect(x - 9, y - 9, 18, 18));
  }
}
