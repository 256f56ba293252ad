// Typesetting takes longer than a picture: what changes with each of them is shown at most four times a second.
export function slowly<T>(now: () => T): { readonly current: T } {
  let shown = $state.raw(now());
  let latest = 0;
  $effect(() => {
    const next = now();
    const timer = window.setTimeout(() => { shown = next; latest = performance.now(); }, Math.max(0, 250 - (performance.now() - latest)));
    return () => window.clearTimeout(timer);
  });
  return { get current() { return shown; } };
}
