// The page of the Playground, loaded where the address asks for it.
import Studio from '../shell/Studio.svelte';
import { lab } from './lab.svelte';

export const page = Studio;
export const start = (): void => void lab.start();
