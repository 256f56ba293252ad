// Everything the command palette offers, in the language of the page.
import { preferences } from '../shell/preferences.svelte';
import { show_panel, windows } from '../shell/windows.svelte';
import { said, t, type Key } from '../words/index.svelte';
import { lab, type OutputView, type UnitView } from './lab.svelte';
import { with_layer, without_layer, MOST_LAYERS } from './settings';
import { copy_link, export_as, open_file, save_file, save_map } from './share';

export interface Command { name: string; keys?: string; run(): void }

const PANELS: [number, Key][] = [[1, 'data'], [2, 'features'], [3, 'training'], [4, 'network'], [5, 'inspector'], [6, 'output'], [7, 'losses'], [8, 'warp'], [9, 'what_if']];

export function commands(): Command[] {
  const { settings, catalogue } = lab;
  const list: Command[] = [
    { name: lab.playing ? t('pause') : t('play'), keys: t('key.space'), run: () => lab.toggle_play() },
    { name: t('reset'), keys: 'R', run: () => void lab.ask({ ask: 'reset' }) },
    ...(['sample', 'batch', 'epoch'] as const).map((unit) => ({ name: `${t('step.forward')}: ${t(`step.${unit}`)}`, run: () => lab.step(unit, 1) })),
    { name: t('undo'), keys: 'Z', run: () => void lab.ask({ ask: 'undo' }) },
    { name: t('redo'), keys: 'Shift+Z', run: () => void lab.ask({ ask: 'redo' }) },
    { name: t('share.link'), run: () => void copy_link() },
    { name: t('share.save'), run: () => void save_file() },
    { name: t('share.open'), run: () => void open_file() },
    ...(['onnx', 'cpp', 'recipe', 'csv'] as const).map((form) => ({ name: t(`share.${form}`), run: () => void export_as(form) })),
    { name: `${t('share.screenshot')} PNG`, run: () => void save_map('png') },
    { name: `${t('share.screenshot')} SVG`, run: () => void save_map('svg') },
    { name: t('help'), keys: '?', run: () => (windows.open = 'help') },
    { name: t('glossary'), run: () => (windows.open = 'glossary') },
    { name: t('key.language'), keys: 'L', run: () => preferences.next_language() },
    { name: t('key.colours'), keys: 'P', run: () => preferences.next_palette() },
    ...(['auto', 'light', 'dark'] as const).map((theme) => ({ name: `${t('theme')}: ${t(`theme.${theme}`)}`, run: () => (preferences.theme = theme) })),
    ...PANELS.map(([place, key]) => ({ name: `${t('go')}: ${t(key)}`, keys: String(place), run: () => show_panel(place) })),
    ...(['activation', 'gradient', 'weighted', 'dead'] as UnitView[]).map((view) => ({ name: `${t('tiles')}: ${t(`tiles.${view}` as Key)}`, run: () => { lab.unit_view = view; lab.send_view(); } })),
    ...(['value', 'class', 'confidence', 'surface'] as OutputView[]).map((view) => ({ name: `${t('output')}: ${t(`map.${view}` as Key)}`, run: () => (lab.output_view = view) })),
  ];
  if (settings && catalogue) {
    if (!lab.fixed('layers') && settings.layers.length < MOST_LAYERS) list.push({ name: t('layers.more'), run: () => lab.edit({ layers: with_layer(settings.layers, settings.layers.length) }) });
    if (!lab.fixed('layers') && settings.layers.length > 0) list.push({ name: t('layers.less'), run: () => lab.edit({ layers: without_layer(settings.layers, settings.layers.length - 1) }) });
    if (!lab.fixed('data.set')) for (const choice of catalogue.data.filter((one) => one.mode === settings.mode)) list.push({ name: `${t('data')}: ${said(choice.title)}`, run: () => lab.edit({ 'data.set': choice.name }) });
    if (!lab.fixed('mode')) for (const mode of ['plane', 'curve'] as const) list.push({ name: `${t('mode')}: ${t(`mode.${mode}`)}`, run: () => lab.edit({ mode }) });
    if (!lab.fixed('layers')) for (const one of catalogue.activations) list.push({ name: `${t('activation')}: ${said(one.title)}`, run: () => lab.edit({ layers: settings.layers.map((layer) => ({ ...layer, activation: one.name })) }) });
  }
  return list;
}
