// How this page draws curves: its own affair, no other page's.
class View {
  log_x = $state(false);
  log_y = $state(true);
  smoothing = $state(40); // of a slider, 0 to 100
  figure = $state('accuracy');
}
export const view = new View();
