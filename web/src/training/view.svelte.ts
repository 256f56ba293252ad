// How this page draws curves: its own affair, no other page's.
class View {
  log_x = $state(false);
  log_y = $state(true);
  smoothing = $state(40); // of a slider, 0 to 100
  figure = $state('accuracy');
  /** The steps over which a curve of so many is smoothed. */
  over(steps: number): number {
    return this.smoothing <= 0 ? 0 : Math.max(100, steps / 4) ** (this.smoothing / 100);
  }
}
export const view = new View();
