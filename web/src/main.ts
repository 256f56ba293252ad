import { mount } from 'svelte';
import './app.css';
import Studio from './shell/Studio.svelte';
import { preferences } from './shell/preferences.svelte';
import { lab } from './playground/lab.svelte';

preferences.start();
const target = document.getElementById('studio');
if (target) {
  mount(Studio, { target });
  void lab.start();
}
