// Which pixels a place of the walk sees in the picture with its border, or adds to in the output; and the way back.
import type { ConvolutionSettings } from '../protocol';
import type { Place } from './conv_lab.svelte';

export interface Seen { row: number; column: number; rows: number; columns: number; step: number }
/** The numbers that go over the picture; of a layer the first of equally large ones. */
const kernel_of = ({ operation, kernel, filters }: ConvolutionSettings) => (operation === 'layer' ? (filters[0]?.weights[0] ?? kernel) : kernel);
const convolves = ({ operation }: ConvolutionSettings) => operation === 'convolution' || operation === 'layer';
interface Extent { width: number; height: number }

function taps(settings: ConvolutionSettings): { rows: number; columns: number; step: number; stride: number } {
  const { stride, dilation, window, window_stride } = settings;
  const kernel = kernel_of(settings);
  if (convolves(settings)) return { rows: kernel.length, columns: kernel[0]?.length ?? 1, step: dilation, stride };
  return { rows: window, columns: window, step: 1, stride: window_stride };
}

export function window_at(settings: ConvolutionSettings, { row, column }: Place, picture: Extent): Seen {
  if (!convolves(settings) && settings.global) return { row: 0, column: 0, rows: picture.height, columns: picture.width, step: 1 };
  const { rows, columns, step, stride } = taps(settings);
  return { row: row * stride, column: column * stride, rows, columns, step };
}

/** Of a transposed convolution: the window of the output, which may reach beyond what was cut off. */
export function window_added({ kernel, stride, dilation, border, padding }: ConvolutionSettings, { row, column }: Place): Seen {
  const cut = border === 'none' ? 0 : padding;
  return { row: row * stride - cut, column: column * stride - cut, rows: kernel.length, columns: kernel[0]?.length ?? 1, step: dilation };
}

/** The place whose window has that pixel in its middle, as nearly as there is one. */
export function place_seeing(settings: ConvolutionSettings, row: number, column: number): Place {
  if (settings.operation === 'convolution' && settings.transposed) return { row, column };
  const { rows, columns, step, stride } = taps(settings);
  const middle = (at: number, count: number) => Math.round((at - ((count - 1) * step) / 2) / stride);
  return { row: middle(row, rows), column: middle(column, columns) };
}

/** Of a transposed convolution: the place of the picture that adds to that pixel. */
export function place_adding(settings: ConvolutionSettings, row: number, column: number): Place {
  const { row: top, column: left, rows, columns, step } = window_added(settings, { row: 0, column: 0 });
  const middle = (at: number, first: number, count: number) => Math.round((at - first - ((count - 1) * step) / 2) / settings.stride);
  return { row: middle(row, top, rows), column: middle(column, left, columns) };
}
