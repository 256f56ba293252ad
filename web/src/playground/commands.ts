// Everything the command palette offers, in the language of the page.
import { preferences } from '../shell/preferences.svelte';
import { show_panel, windows } from '../shell/windows.svelte';
import { slope } from '../slope/slope.svelte';
import { said, t, type Key } from '../words/index.svelte';
import { lab } from './lab.svelte';
import { with_layer, without_layer, MOST_LAYERS } from './settings';
import { copy_link, export_as, FORMS, open_file, save_file, save_map } from './share';
import { OUTPUT_VIEWS, UNIT_VIEWS } from './view';

export interface Command { name: string; keys?: string; needs?: string; run(): void } // `needs`: what must be neither hidden nor locked

const PANELS: [number, Key][] = [[1, 'data'], [2, 'features'], [3, 'training'], [4, 'network'], [5, 'inspector'], [6, 'output'], [7, 'losses'], [8, 'warp'], [9, 'what_if']];

export function commands(): Command[] {
  const { settings, catalogue } = lab;
  const list: Command[] = [
    { name: lab.playing ? t('pause') : t('play'), keys: t('key.space'), needs: 'transport.play', run: () => lab.toggle_play() },
    { name: t('reset'), keys: 'R', needs: 'transport.reset', run: () => void lab.ask({ ask: 'reset' }) },
    ...(['sample', 'batch', 'epoch'] as const).map((unit) => ({ name: `${t('step.forward')}: ${t(`step.${unit}`)}`, needs: 'transport.step', run: () => lab.step(unit, 1) })),
    { name: t('undo'), keys: 'Z', run: () => void lab.ask({ ask: 'undo' }) },
    { name: t('redo'), keys: 'Shift+Z', run: () => void lab.ask({ ask: 'redo' }) },
    { name: t('share.link'), needs: 'share', run: () => void copy_link() },
    { name: t('share.save'), needs: 'share', run: () => void save_file() },
    { name: t('share.open'), needs: 'share', run: () => void open_file() },
    ...FORMS.map((form) => ({ name: `${t('export')}: ${t(`share.${form}`)}`, needs: 'share', run: () => void export_as(form) })),
    { name: `${t('share.screenshot')} PNG`, needs: 'share', run: () => void save_map('png') },
    { name: `${t('share.screenshot')} SVG`, needs: 'share', run: () => void save_map('svg') },
    { name: `${t('go')}: ${t(slope.open ? 'network' : 'slope')}`, keys: 'G', needs: 'slope', run: () => slope.show(!slope.open) },
    { name: t('help'), keys: '?', run: () => (windows.open = 'help') },
    { name: t('teacher.open'), run: () => (windows.open = 'teacher') },
    { name: t('glossary'), run: () => (windows.open = 'glossary') },
    { name: t('course'), run: () => location.assign('?lab=course') },
    { name: t('key.language'), keys: 'L', run: () => preferences.next_language() },
    { name: t('key.colours'), keys: 'P', run: () => preferences.next_palette() },
    ...(['auto', 'light', 'dark'] as const).map((theme) => ({ name: `${t('theme')}: ${t(`theme.${theme}`)}`, run: () => (preferences.theme = theme) })),
    ...PANELS.map(([place, key]) => ({ name: `${t('go')}: ${t(key)}`, keys: String(place), run: () => show_panel(place) })),
    ...UNIT_VIEWS.map((view) => ({ name: `${t('tiles')}: ${t(`tiles.${view}` as Key)}`, run: () => { lab.unit_view = view; lab.send_view(); } })),
    ...OUTPUT_VIEWS.map((view) => ({ name: `${t('output')}: ${t(`map.${view}` as Key)}`, run: () => (lab.output_view = view) })),
  ];
  list.push({ name: t('signs'), needs: 'signs', run: () => (preferences.signs = !preferences.signs) });
  if (settings && catalogue) {
    if (settings.layers.length < MOST_LAYERS) list.push({ name: t('layers.more'), needs: 'layers', run: () => lab.edit({ layers: with_layer(settings.layers, settings.layers.length) }) });
    if (settings.layers.length > 0) list.push({ name: t('layers.less'), needs: 'layers', run: () => lab.edit({ layers: without_layer(settings.layers, settings.layers.length - 1) }) });
    for (const choice of catalogue.data.filter((one) => one.mode === settings.mode)) list.push({ name: `${t('data')}: ${said(choice.title)}`, needs: 'data.set', run: () => lab.edit({ 'data.set': choice.name }) });
    for (const mode of ['plane', 'curve'] as const) list.push({ name: `${t('mode')}: ${t(`mode.${mode}`)}`, needs: 'mode', run: () => lab.edit({ mode }) });
    for (const one of catalogue.models) list.push({ name: `${t('model')}: ${said(one.title)}`, needs: 'model', run: () => lab.edit({ model: one.name }) });
    for (const one of catalogue.activations) list.push({ name: `${t('activation')}: ${said(one.title)}`, needs: 'layers', run: () => lab.edit({ layers: settings.layers.map((layer) => ({ ...layer, activation: one.name })) }) });
  }
  return list.filter(({ needs }) => needs === undefined || !lab.barred(needs));
}
