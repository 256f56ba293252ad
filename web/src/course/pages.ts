// The pages and pictures of docs/course, as they were when the studio was built; each is loaded where it is read.
import type { Tongue } from '../words/numbers';

const TEXTS = import.meta.glob<string>('../../../docs/course/{en,fr}/*.md', { query: '?raw', import: 'default' });
const PICTURES = import.meta.glob<string>('../../../docs/course/pictures/*.{svg,png}', { query: '?url', import: 'default', eager: true });
const ROOT = '../../../docs/course/';

/** In the order of teaching: 01-perceptron, ... */
export const NAMES: string[] = Object.keys(TEXTS).map((path) => /en\/(\d\d-[\w-]+)\.md$/.exec(path)?.[1]).filter((name) => name !== undefined).sort();
export const INDEX = 'index';

export function text_of(tongue: Tongue, name: string): Promise<string> | null {
  return TEXTS[`${ROOT}${tongue}/${name}.md`]?.() ?? null;
}

/** Where the built studio has the picture that a page names ../pictures/NAME. */
export function picture_of(target: string): string | null {
  return PICTURES[`${ROOT}${target.replace(/^\.\.\//, '')}`] ?? null;
}
