// Frequencies in words: what a place of a spectrum stands for.
import { number, t } from '../words/index.svelte';

export const SIDE = 64; // frequencies a side, 0 in the middle

/** Pixels from crest to crest; infinite where nothing waves. */
export const wavelength = (across: number, down: number): number => 1 / Math.hypot(across, down);

/** The direction in which the brightness changes. */
export function direction_word(degrees: number): string {
  const near = (angle: number) => Math.min(Math.abs(degrees - angle), 180 - Math.abs(degrees - angle)) < 1;
  if (near(0)) return t('conv.direction.across');
  if (near(45)) return t('conv.direction.rising');
  if (near(90)) return t('conv.direction.down');
  if (near(135)) return t('conv.direction.falling');
  return t('conv.direction.angle', { degrees: number(degrees, 3) });
}
