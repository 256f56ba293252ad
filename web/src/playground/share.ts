// Copy link, save, open, export, screenshot.
import { ticks } from '../plots/ticks';
import type { Export } from '../protocol';
import { address_with, LONGEST_LINK, to_hash, with_extras } from '../shell/link';
import { open_text, save_blob, save_export } from '../shell/download';
import { is_teachers, type TeacherFile } from '../shell/teacher';
import { lab } from './lab.svelte';
import { lesson_of } from '../lessons/lesson';
import { lessons } from '../lessons/lessons.svelte';
import { preferences } from '../shell/preferences.svelte';
import { windows } from '../shell/windows.svelte';
import { slope } from '../slope/slope.svelte';

async function file_of(request: { ask: 'save' } | { ask: 'export'; as: (typeof FORMS)[number] }): Promise<Export | null> {
  const answer = await lab.ask(request);
  if (!answer || answer.text === undefined) return null;
  return { name: answer.name ?? 'percept.txt', text: answer.text, base64: answer.base64 ?? false };
}

/** The whole state, with the page's view of it and what a teacher hides or locks. */
async function saved(teacher: TeacherFile | null): Promise<Export | null> {
  const file = await file_of({ ask: 'save' });
  return file && { ...file, text: with_extras(file.text, { view: lab.view, ...(slope.open && { slope: slope.kept }), ...(teacher && { teacher }) }) };
}

export async function copy_link(teacher = lab.teacher): Promise<void> {
  const file = await saved(teacher);
  if (!file) return;
  const hash = await to_hash(file.text);
  if (hash.length > LONGEST_LINK) {
    save_export(file);
    lab.say('This state is too large for a link: it has been saved as a file.', 'Cet état est trop grand pour un lien : il a été enregistré dans un fichier.');
    return;
  }
  const address = address_with(hash);
  try {
    await navigator.clipboard.writeText(address);
    lab.say('The link is copied. It carries the whole state, weights and seed included.', 'Le lien est copié. Il porte tout l’état, poids et graine compris.');
  } catch {
    // Shown, to be copied by hand. In the address bar it would bind this page, after a reload, to what its teacher hides and locks.
    windows.text = { title: 'share.link', file: { name: 'percept-link.txt', text: address, base64: false } };
  }
}

export async function save_file(): Promise<void> {
  const file = await saved(lab.teacher);
  if (file) save_export(file);
}

export function save_json(name: string, value: unknown): void {
  save_blob(name, new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
}

/** A saved state, a lesson or a teacher's file: whatever the reader opens. */
export async function open_file(): Promise<void> {
  if (lab.refuses('share')) return;
  const opened = await open_text('.json,application/json');
  if (!opened) return;
  let parsed: unknown;
  try {
    parsed = JSON.parse(opened.text);
  } catch {
    lab.tell({ code: 'page.open', where: '', message: { en: `${opened.name} is no JSON file.`, fr: `${opened.name} n’est pas un fichier JSON.` }, hint: { en: 'Open a file saved here.', fr: 'Ouvrez un fichier enregistré ici.' } });
    return;
  }
  const lesson = lesson_of(parsed);
  if (lesson) {
    lessons.add(lesson);
    preferences.lessons = true;
  } else if (is_teachers(parsed)) lab.set_teacher(parsed);
  else void lab.open(opened.text);
}

export const FORMS = ['onnx', 'cpp', 'recipe', 'command', 'csv'] as const;
const TEXTS = ['cpp', 'recipe', 'command'];

/** A text to read is shown, to be copied or saved; a model or a table is saved at once. */
export async function export_as(form: (typeof FORMS)[number]): Promise<void> {
  const file = await file_of({ ask: 'export', as: form });
  if (!file) return;
  if (TEXTS.includes(form)) windows.text = { title: `share.${form}`, file };
  else save_export(file);
}

/** The output map as it is on screen, with its points. */
export async function save_map(kind: 'png' | 'svg'): Promise<void> {
  if (lab.refuses('share')) return;
  const layers = ['output-field', 'output-points'].flatMap((id) => {
    const found = document.getElementById(id);
    return found instanceof HTMLCanvasElement ? [found] : [];
  });
  const first = layers[0];
  if (!first) return;
  const canvas = document.createElement('canvas');
  canvas.width = first.width;
  canvas.height = first.height;
  const context = canvas.getContext('2d');
  for (const layer of layers) context?.drawImage(layer, 0, 0);
  if (kind === 'png') {
    canvas.toBlob((blob) => blob && save_blob('output-map.png', blob));
    return;
  }
  const { width, height } = canvas;
  const { left, right } = lab.domain;
  const share = (v: number) => (v - left) / (right - left);
  const mark = (v: number) => `<text x="${40 + share(v) * 400}" y="458" text-anchor="middle">${v}</text><text x="34" y="${444 - share(v) * 400}" text-anchor="end">${v}</text>`;
  const axes = lab.curve ? '' : ticks(left, right, 6).map(mark).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 480" font-family="sans-serif" font-size="12"><rect width="460" height="480" fill="#fff"/>` +
    `<image x="40" y="40" width="400" height="${(400 * height) / width}" href="${canvas.toDataURL('image/png')}"/>${axes}</svg>`;
  save_blob('output-map.svg', new Blob([svg], { type: 'image/svg+xml' }));
}
