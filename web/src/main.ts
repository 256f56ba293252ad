import { mount } from 'svelte';
import './app.css';
import { preferences } from './shell/preferences.svelte';

// A page shows one lab; the others' parts are not loaded.
const LABS = { playground: () => import('./playground/page'), convolution: () => import('./convolution/page') };

preferences.start();
const target = document.getElementById('studio');
const asked = new URLSearchParams(location.search).get('lab');
if (target) void LABS[asked === 'convolution' ? asked : 'playground']().then(({ page, start }) => {
  start();
  mount(page, { target });
});
