// The page of the training lab, loaded where the address asks for it.
import Training from './Training.svelte';
import { lab } from './training_lab.svelte';

export const page = Training;
export const start = (): void => void lab.start();
