// The page of the convolution lab, loaded where the address asks for it.
import Convolution from './Convolution.svelte';
import { lab } from './conv_lab.svelte';

export const page = Convolution;
export const start = (): void => void lab.start();
