// Where things stand in the slope tab's picture.
import { ticks } from '../plots/ticks';

export const MARGIN = { left: 52, right: 14, top: 14, bottom: 34 };

/** The heights that a picture shows: all, or where a few tower over the rest, as beside a pole, those of the rest. */
export function reach(heights: number[]): { low: number; high: number } {
  const sorted = heights.filter((y) => Number.isFinite(y)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  let [low, high] = [at(0), at(1)];
  const most = at(0.9) - at(0.1);
  if (high - low > 12 * most && most > 0) [low, high] = [Math.max(low, at(0.1) - most), Math.min(high, at(0.9) + most)];
  const room = (high - low || Math.max(1, Math.abs(low))) * 0.08;
  return { low: low - room, high: high + room };
}

export class Frame {
  constructor(readonly left: number, readonly right: number, readonly low: number, readonly high: number, readonly width: number, readonly height: number) {}
  x(value: number): number {
    return MARGIN.left + ((value - this.left) / (this.right - this.left)) * (this.width - MARGIN.left - MARGIN.right);
  }
  y(value: number): number {
    return this.height - MARGIN.bottom - ((value - this.low) / (this.high - this.low)) * (this.height - MARGIN.top - MARGIN.bottom);
  }
  value(place: number): number {
    return this.left + ((place - MARGIN.left) / (this.width - MARGIN.left - MARGIN.right)) * (this.right - this.left);
  }
  /** Held to the picture, with whether it had to be. */
  held(x: number, y: number): { x: number; y: number; outside: boolean } {
    const [px, py] = [Math.max(this.left, Math.min(this.right, x)), Math.max(this.low, Math.min(this.high, Number.isFinite(y) ? y : this.high))];
    return { x: this.x(px), y: this.y(py), outside: px !== x || py !== y };
  }
  /** The curve, broken where it has no value. */
  path(heights: number[]): string {
    let [out, pen] = ['', 'M'];
    heights.forEach((y, i) => {
      if (!Number.isFinite(y) || y === null || Math.abs(y - this.low) > 50 * (this.high - this.low)) return void (pen = 'M');
      out += `${pen}${this.x(this.left + ((this.right - this.left) * i) / (heights.length - 1)).toFixed(1)} ${this.y(y).toFixed(1)}`;
      pen = 'L';
    });
    return out;
  }
  /** A straight line through a point, right across. */
  line(x: number, y: number, slope: number): string {
    return `M${this.x(this.left)} ${this.y(y + slope * (this.left - x))}L${this.x(this.right)} ${this.y(y + slope * (this.right - x))}`;
  }
  x_ticks(): number[] {
    return ticks(this.left, this.right, Math.max(2, Math.floor(this.width / 90)));
  }
  y_ticks(): number[] {
    return ticks(this.low, this.high, 6);
  }
}
