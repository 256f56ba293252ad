// Which part of a picture a view shows, and how large its pixels are.
export interface Viewport { cell: number; left: number; top: number } // left and top in pixels of the picture
export interface Size { width: number; height: number }
export interface Point { x: number; y: number }

export const LARGEST_CELL = 72;
const MARGIN = 1.5; // pixels of the picture that stay in sight around the cursor

export function fitted(picture: Size, view: Size): Viewport {
  const cell = Math.min(LARGEST_CELL, view.width / picture.width, view.height / picture.height);
  return centred({ cell, left: 0, top: 0 }, picture, view);
}

/** Nothing beyond the edges is shown as long as the picture fills the view; what is smaller stands in the middle. */
export function centred({ cell, left, top }: Viewport, picture: Size, view: Size): Viewport {
  const held = (at: number, whole: number, seen: number) => (seen >= whole ? (whole - seen) / 2 : Math.max(0, Math.min(whole - seen, at)));
  return { cell, left: held(left, picture.width, view.width / cell), top: held(top, picture.height, view.height / cell) };
}

/** `factor` times as large about a place of the picture, which stays where it is. */
export function zoomed({ cell, left, top }: Viewport, factor: number, x: number, y: number, picture: Size, view: Size): Viewport {
  const next = Math.max(fitted(picture, view).cell, Math.min(LARGEST_CELL, cell * factor));
  return centred({ cell: next, left: x - ((x - left) * cell) / next, top: y - ((y - top) * cell) / next }, picture, view);
}

/** Moved as little as needed for a pixel to be in sight. */
export function following(viewport: Viewport, x: number, y: number, picture: Size, view: Size): Viewport {
  const moved = (at: number, place: number, seen: number) => Math.max(place + 1 + Math.min(MARGIN, seen / 4) - seen, Math.min(place - Math.min(MARGIN, seen / 4), at));
  const { cell, left, top } = viewport;
  return centred({ cell, left: moved(left, x, view.width / cell), top: moved(top, y, view.height / cell) }, picture, view);
}

/** After fingers have gone from some places to others, counted in CSS pixels: what lay under them still does. */
export function held(viewport: Viewport, before: Point[], after: Point[], picture: Size, view: Size): Viewport {
  const middle = (points: Point[]): Point => ({ x: points.reduce((sum, { x }) => sum + x, 0) / points.length, y: points.reduce((sum, { y }) => sum + y, 0) / points.length });
  const apart = ([a, b]: Point[]) => (a && b ? Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) : 1);
  const [from, to] = [middle(before), middle(after)];
  const { cell, left, top } = viewport;
  const moved = { cell, left: left + (from.x - to.x) / cell, top: top + (from.y - to.y) / cell };
  return zoomed(moved, apart(after) / apart(before), moved.left + to.x / cell, moved.top + to.y / cell, picture, view);
}
