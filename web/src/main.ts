import { mount } from 'svelte';
import './app.css';
import { preferences } from './shell/preferences.svelte';

// A page shows one lab; the others' parts are not loaded.
const LABS = { playground: () => import('./playground/page'), convolution: () => import('./convolution/page'), training: () => import('./training/page'), course: () => import('./course/page') };

preferences.start();
const target = document.getElementById('studio');
const asked = new URLSearchParams(location.search).get('lab');
if (target) void LABS[asked !== null && Object.hasOwn(LABS, asked) ? (asked as keyof typeof LABS) : 'playground']().then(({ page, start }) => {
  start();
  mount(page, { target });
});
