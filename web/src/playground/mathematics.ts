// KaTeX with its style sheet: a part of the page of its own, loaded lazily.
import katex from 'katex';
import 'katex/dist/katex.min.css';

export function typeset(tex: string, target: HTMLElement, display: boolean): void {
  katex.render(tex, target, { displayMode: display, throwOnError: false, output: 'htmlAndMathml', strict: 'ignore' });
}
