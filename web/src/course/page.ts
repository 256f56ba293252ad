// The course, loaded where the address asks for it.
import Course from './Course.svelte';
import { reading } from './reading.svelte';

export const page = Course;
export const start = (): void => reading.follow();
