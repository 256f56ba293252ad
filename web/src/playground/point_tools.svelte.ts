// The reader's own points: which tool is in hand, what is selected, and the changes on their way to the server.
import { as_points, moved, relabelled, same, without, type Point } from './points';
import { lab } from './lab.svelte';

export type Tool = 'look' | 'add' | 'move' | 'relabel' | 'delete' | 'brush' | 'lasso';
export const TOOLS: Tool[] = ['look', 'add', 'move', 'relabel', 'delete', 'brush', 'lasso'];

class PointTools {
  tool = $state<Tool>('look');
  private wish = $state(1); // what the label field was set to, maybe for other data
  selected = $state.raw<ReadonlySet<number>>(new Set());
  draft = $state.raw<Point[] | null>(null); // shown until the server has sent the same points back
  private sending = false;
  private wanted: { points: Point[]; goes_on: boolean } | null = null;

  private held = false;
  private of_curve = false; // what is held: the mode may change meanwhile

  /** Of new points: in regression a value; else a class there is, or the one after the last, which is new. */
  get label(): number {
    const [classes, whole] = [lab.classes, Math.round(this.wish)];
    if (classes === 0) return this.wish;
    return this.wish === classes ? classes : Math.max(0, Math.min(classes - 1, whole));
  }
  set label(label: number) {
    this.wish = label;
  }

  private get sent_back(): Point[] {
    return as_points(lab.points.train, lab.points.test);
  }
  get points(): Point[] {
    return this.draft ?? this.sent_back;
  }
  /** To be called before a tool looks for a point: the server may have put them into another order. */
  settle(): void {
    if (this.draft && !this.held && !this.sending && same(this.draft, this.sent_back)) this.draft = null;
  }
  /** A point is taken hold of: until it is let go each keeps its place in the list. */
  hold(): void {
    this.draft = this.points;
    this.held = true;
    this.of_curve = lab.curve;
  }
  /** Lets go of it, where it was. */
  let_go(): void {
    this.draft = null;
    this.held = false;
  }
  get allowed(): boolean {
    return !lab.fixed('points') && !lab.hidden('points');
  }

  /** `goes_on`: with the stroke of the brush that the points before came from; undo takes all of it back. */
  add(places: [number, number][], goes_on = false): void {
    this.set([...this.points, ...places.map(([a, b]): Point => [a, b, this.label])], goes_on);
  }
  move(which: ReadonlySet<number>, by1: number, by2: number, last: boolean): void {
    if (this.of_curve !== lab.curve) return this.let_go();
    this.draft = moved(this.points, which, by1, by2);
    if (!last) return;
    this.held = false;
    this.set(this.draft);
  }
  relabel(which: ReadonlySet<number>): void {
    const points = this.points;
    const classes = lab.classes;
    const first = [...which][0];
    if (first === undefined) return;
    // One point of a class goes to the next class; several, or a value, become what the label field says.
    const label = which.size === 1 && classes > 0 ? ((points[first]?.[2] ?? 0) + 1) % classes : this.label;
    this.set(relabelled(points, which, label));
  }
  remove(which: ReadonlySet<number>): void {
    this.set(without(this.points, which));
    this.selected = new Set();
  }

  private set(points: Point[], goes_on = false): void {
    if (!this.allowed) return this.let_go();
    this.draft = points;
    this.wanted = { points, goes_on: goes_on && this.wanted?.goes_on !== false };
    if (!this.sending) void this.send();
  }
  private async send(): Promise<void> {
    this.sending = true;
    while (this.wanted) {
      const { points, goes_on } = this.wanted;
      this.wanted = null;
      await lab.ask({ ask: 'set_points', points: lab.curve ? points.map(([x, y]) => [x, y]) : points, ...(goes_on && { goes_on }) });
    }
    this.sending = false;
    window.setTimeout(() => {
      if (!this.sending && !this.held) this.draft = null;
    }, 250);
  }
}
export const point_tools = new PointTools();
