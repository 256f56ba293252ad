// A soft brush on a square of grey pixels: full within its core, fading over one pixel, as scanned strokes are.
export interface Spot { x: number; y: number } // in pixels; the middle of the first is 0.5, 0.5

const CORE = 0.7; // pixels from its middle to where it begins to fade

/** How much of a pixel the brush covers along its way from one spot to another: 255 max(0, min(1, 1 + CORE - distance)). */
function cover(x: number, y: number, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / length));
  const distance = Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
  return Math.round(255 * Math.max(0, Math.min(1, 1 + CORE - distance)));
}

/** Draws in place; an eraser takes away as much as the brush would put there. */
export function stroke(pixels: Uint8Array, side: number, from: Spot, to: Spot, erases: boolean): void {
  const reach = CORE + 1;
  const range = (a: number, b: number): [number, number] => [Math.max(0, Math.floor(Math.min(a, b) - reach)), Math.min(side, Math.ceil(Math.max(a, b) + reach))];
  const [top, bottom] = range(from.y, to.y);
  const [left, right] = range(from.x, to.x);
  for (let row = top; row < bottom; ++row)
    for (let column = left; column < right; ++column) {
      const covered = cover(column + 0.5, row + 0.5, from, to);
      const at = row * side + column;
      pixels[at] = erases ? Math.min(pixels[at]!, 255 - covered) : Math.max(pixels[at]!, covered);
    }
}
