// A canvas of so many CSS pixels, empty and ready to draw in those; sharp on fine screens.
export const RATIO = Math.min(2, typeof window === 'undefined' ? 1 : window.devicePixelRatio || 1);

export function prepared(canvas: HTMLCanvasElement | undefined, width: number, height: number): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  if (!canvas || !context) return null;
  const [across, down] = [Math.round(width * RATIO), Math.round(height * RATIO)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  context.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
