// What a reader prefers, kept in this browser: language, light or dark, palette, size of text, motion, sound.
import { language } from '../words/index.svelte';
import type { Tongue } from '../words/numbers';
import { PALETTES, type PaletteName } from '../plots/colours';

export type Theme = 'auto' | 'light' | 'dark';
const KEY = 'percept.preferences';
const SIZES = [100, 115, 130, 150, 175, 200];

class Preferences {
  theme = $state<Theme>('auto');
  palette = $state<PaletteName>('blue-orange');
  size = $state(100);
  still = $state(false); // no motion
  sound = $state(false);
  lessons = $state(true); // the strip is shown
  signs = $state(false); // classes and signs are marked besides their colours
  private system_dark = $state(false);

  readonly dark = $derived(this.theme === 'dark' || (this.theme === 'auto' && this.system_dark));
  readonly sizes = SIZES;

  start(): void {
    const kept = read();
    const asked = new URLSearchParams(location.search).get('lang');
    const tongue = asked ?? kept['tongue'] ?? navigator.language.slice(0, 2);
    language.current = tongue === 'fr' ? 'fr' : 'en';
    if (kept['theme'] === 'light' || kept['theme'] === 'dark') this.theme = kept['theme'];
    if (PALETTES.includes(kept['palette'] as PaletteName)) this.palette = kept['palette'] as PaletteName;
    if (SIZES.includes(Number(kept['size']))) this.size = Number(kept['size']);
    this.sound = kept['sound'] === true;
    this.lessons = kept['lessons'] !== false;
    this.signs = kept['signs'] === true;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.system_dark = dark.matches;
    dark.addEventListener('change', () => (this.system_dark = dark.matches));
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.still = calm.matches || kept['still'] === true;
    calm.addEventListener('change', () => (this.still = calm.matches));
    $effect.root(() => {
      $effect(() => this.apply());
    });
  }

  next_language(): void {
    language.current = language.current === 'en' ? 'fr' : 'en';
  }
  next_palette(): void {
    this.palette = PALETTES[(PALETTES.indexOf(this.palette) + 1) % PALETTES.length] ?? 'blue-orange';
  }

  private apply(): void {
    const root = document.documentElement;
    root.lang = language.current;
    root.dataset['theme'] = this.dark ? 'dark' : 'light';
    root.dataset['palette'] = this.palette;
    root.dataset['still'] = String(this.still);
    root.style.fontSize = `${this.size}%`;
    const { theme, palette, size, still, sound, lessons, signs } = this;
    write({ tongue: language.current satisfies Tongue, theme, palette, size, still, sound, lessons, signs });
  }
}
export const preferences = new Preferences();

function read(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
function write(kept: Record<string, unknown>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the preferences last as long as the page.
  }
}
