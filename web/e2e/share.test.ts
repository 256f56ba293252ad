// What leaves the page and what comes into it: links, files, exports, lessons and teachers' files; by mouse and by keys.
import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Key } from '../src/words/index.svelte';
import { available, stand, TONGUES } from './studio';

const LESSON = {
  percept: 'lesson', name: 'own', title: { en: 'One of my own', fr: 'La mienne' }, start: { 'data.set': 'xor' }, lock: ['data'],
  tasks: [
    { text: { en: 'Train three epochs.', fr: 'Trois époques.' }, hint: { en: 'Press the arrow.', fr: 'La flèche.' }, goal: { epoch_at_least: 3 } },
    { text: { en: 'Add a layer.', fr: 'Une couche.' }, goal: { layers_at_least: 3 } },
  ],
};

describe.skipIf(!available).each(TONGUES.flatMap((lang) => ['mouse', 'keys'].map((way) => [lang, way] as const)))('sharing (%s, %s)', (lang, way) => {
  const at = stand({ lang });
  const use = (target: Locator, key = 'Enter') => (way === 'mouse' ? target.click() : at.key(target, key));
  async function share(name: string): Promise<void> {
    await use(at.page.getByRole('button', { name: at.t('share'), exact: false }).and(at.page.locator('.menu > button')));
    await use(at.button(name));
  }
  async function download(name: string): Promise<{ name: string; bytes: Buffer }> {
    const shown = [at.t('share.cpp'), at.t('share.recipe')].includes(name); // it is read before it is saved
    if (shown) await share(name);
    const save = () => (shown ? use(at.page.getByRole('dialog', { name }).getByRole('button', { name: at.t('share.save') })) : share(name));
    const [file] = await Promise.all([at.page.waitForEvent('download'), save()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  }
  async function open(name: string, text: string): Promise<void> {
    const [chooser] = await Promise.all([at.page.waitForEvent('filechooser'), share(at.t('share.open'))]);
    await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  const FILES: [Key, RegExp, (bytes: Buffer) => void | Promise<void>][] = [
    ['share.onnx', /\.onnx$/, (bytes) => { expect(bytes[0]).toBe(0x08); expect(bytes.length).toBeGreaterThan(200); expect(bytes.includes('Tanh')).toBe(true); }],
    ['share.cpp', /\.cpp$/, (bytes) => { expect(String(bytes)).toMatch(/#include[^]*int main\(/); }],
    ['share.recipe', /\.toml$/, (bytes) => {
      const lines = String(bytes).split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
      for (const line of lines) expect(line).toMatch(/^(\[{1,2}[\w.]+\]{1,2}|[\w."-]+ = .+|[\s\]},].*)$/);
      expect(lines.some((line) => /^\[+model/.test(line))).toBe(true);
    }],
    ['share.csv', /\.csv$/, async (bytes) => { expect(String(bytes).trim().split('\n')).toHaveLength(1 + (await at.points()).length); }],
    ['share.save', /\.json$/, async (bytes) => { expect((JSON.parse(String(bytes)) as { settings?: unknown }).settings).toEqual((await at.state()).settings); }],
  ];
  it.each(FILES)('saves a file: %s', async (key, name, check) => {
    const file = await download(at.t(key));
    expect(file.name).toMatch(name);
    await check(file.bytes);
  });

  it('saves the map as PNG and as SVG', async () => {
    expect((await download('PNG')).bytes.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    expect(String((await download('SVG')).bytes)).toMatch(/^<svg [^]*<image [^]*<\/svg>$/);
  });

  it('shows the command line, to copy it', async () => {
    await share(at.t('share.command'));
    const dialog = at.page.getByRole('dialog', { name: at.t('share.command') });
    const text = await dialog.locator('pre').innerText();
    expect(text).toMatch(/^percept \w+/m);
    await use(dialog.getByRole('button', { name: at.t('copy') }));
    await at.eventually(() => at.page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await at.press('Escape');
    await at.eventually(() => dialog.count()).toBe(0);
  });

  it('copies a link that opens the same state, and says what is wrong with half of one', async () => {
    await at.button(at.t('units.plus', { layer: at.t('layer.hidden', { n: 1 }) })).click();
    await at.says('layers.0.units', 5);
    await share(at.t('share.link'));
    await at.eventually(() => at.page.evaluate(() => navigator.clipboard.readText())).toContain('#s=');
    const link = (await at.page.evaluate(() => navigator.clipboard.readText())).slice(at.studio.url.length);
    const other = await at.open(link);
    await other.locator('#tile-1-4').waitFor();
    await at.eventually(async () => (await other.evaluate(() => window.__heard.state!)).settings).toEqual((await at.state()).settings);
    await other.context().close();
    const broken = await at.open(`?lang=${lang}${link.slice(0, 60)}`);
    await broken.locator('.toast').waitFor();
    await broken.context().close();
  });

  it('opens a saved state as it was, weights and place included', async () => {
    await at.press('Shift+ArrowRight');
    await at.eventually(async () => (await at.head()).epoch).toBe(10);
    const weights = await at.numbers('weight.1');
    const { bytes } = await download(at.t('share.save'));
    await at.page.locator('h1').click();
    await at.press('r');
    await at.eventually(async () => (await at.head()).epoch).toBe(0);
    await open('state.json', String(bytes));
    await at.eventually(async () => (await at.head()).epoch).toBe(10);
    await at.eventually(() => at.numbers('weight.1')).toEqual(weights);
  });

  it.each([['no JSON', 'this is none'], ['no state', '{"some":"thing"}']])('refuses a file that is %s, in a sentence', async (_, text) => {
    const before = await at.state();
    await open('wrong.json', text);
    await at.page.locator('.toast').waitFor();
    expect((await at.page.locator('.toast strong').innerText()).length).toBeGreaterThan(10);
    expect((await at.state()).settings).toEqual(before.settings);
    await use(at.page.locator('.toast').getByRole('button', { name: at.t('close') }));
    await at.eventually(() => at.page.locator('.toast').count()).toBe(0);
  });

  it('opens a lesson of one’s own: it locks, hints, checks and ends', async () => {
    await open('lesson.json', JSON.stringify(LESSON));
    const strip = at.page.locator('.strip');
    await at.eventually(() => strip.innerText()).toContain(LESSON.tasks[0]!.text[lang]);
    await at.says('data.set', 'xor');
    expect(await at.button(at.t('data.again')).isDisabled()).toBe(true);
    await use(strip.getByRole('button', { name: at.t('lessons.hint') }));
    await at.eventually(() => strip.innerText()).toContain(LESSON.tasks[0]!.hint![lang]);
    await at.eventually(() => at.sent('reset')).toBeDefined(); // with which it begins
    for (let i = 0; i < 3; ++i) await at.button(at.t('step.forward')).click();
    await at.eventually(() => strip.locator('li.done').count()).toBe(1);
    await use(at.button(at.t('layers.more')));
    await at.button(at.t('step.forward')).click();
    await at.eventually(() => strip.innerText()).toContain(at.t('lessons.finished'));
    await use(strip.getByRole('button', { name: at.t('lessons.hide') }));
    await at.eventually(() => strip.count()).toBe(0);
  });

  it('obeys a teacher’s file', async () => {
    await open('teacher.json', JSON.stringify({ percept: 'teacher', hide: ['what_if', 'csv'], lock: ['layers', 'optimizer'], note: { en: 'Only the data.', fr: 'Les données seules.' } }));
    await at.eventually(() => at.panel('what_if').count()).toBe(0);
    expect(await at.button(at.t('layers.more')).isDisabled()).toBe(true);
    expect(await at.page.getByRole('textbox', { name: at.t('lr') }).isDisabled()).toBe(true);
    expect(await at.page.getByRole('combobox', { name: at.t('optimizer'), exact: true }).isDisabled()).toBe(true);
    expect(await at.page.getByRole('textbox', { name: at.t('data.noise') }).isDisabled()).toBe(false);
    expect(await at.page.locator('.strip').innerText()).toContain(lang === 'en' ? 'Only the data.' : 'Les données seules.');
  });

  it('keeps what a teacher has locked from a lottery', async () => {
    await open('teacher.json', JSON.stringify({ percept: 'teacher', lock: ['seed'] }));
    const before = await at.state();
    const weights = await at.numbers('weight.1');
    const what_if = at.panel('what_if');
    for (const [key, value] of [['what_if.epochs', '3'], ['lottery.seeds', '3']] as const) await at.type(what_if.getByRole('textbox', { name: at.t(key), exact: true }), value);
    await use(what_if.getByRole('button', { name: at.t('lottery.draw'), exact: true }));
    await at.eventually(async () => (await at.state()).explored?.done).toBe(3);
    const other = (await at.state()).explored!.results.find(({ seed }) => seed !== before.settings.seed)!;
    await use(at.page.locator('.runs button', { hasText: String(other.seed) }).first());
    await at.page.locator('.toast:not(.good)').waitFor();
    await at.says('seed', before.settings.seed);
    await at.eventually(() => at.numbers('weight.1')).toEqual(weights);
  });

  it('shows a link that it cannot copy, and leaves its own address as it is', async () => {
    await at.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    const address = at.page.url();
    await share(at.t('share.link'));
    const dialog = at.page.getByRole('dialog', { name: at.t('share.link') });
    const text = await dialog.locator('pre').innerText();
    expect(text).toContain('#s=');
    expect(text).not.toContain('session=');
    expect(at.page.url()).toBe(address);
    await use(dialog.getByRole('button', { name: at.t('copy'), exact: true }));
    await at.eventually(() => dialog.getByRole('status').innerText()).toBe(at.t('copied.not'));
  });

  it('has lessons to choose from', async () => {
    const select = at.page.getByRole('combobox', { name: at.t('lessons') });
    await (way === 'mouse' ? select.selectOption('first-network') : at.key(select, 'Home', 'ArrowDown'));
    await at.page.locator('.strip li.current').waitFor();
    await at.says('layers', []);
    await at.eventually(async () => (await at.head()).step).toBe(0);
    await at.button(at.t('play')).click();
    await at.page.locator('.strip li.done').first().waitFor();
    expect((await at.head()).epoch).toBeGreaterThanOrEqual(50);
    await at.button(at.t('pause')).click();
  });
});

describe.skipIf(!available)('an address with a lesson', () => {
  const at = stand();
  it('opens it', async () => {
    const page = await at.open(`?lang=fr&lesson=curve&session=lesson-${process.pid}-${Date.now()}`);
    await page.locator('.strip li.current').waitFor();
    expect(await page.locator('.strip select').inputValue()).toBe('curve');
    await at.eventually(() => page.evaluate(() => window.__heard.state!.settings.mode)).toBe('curve');
    await page.context().close();
  });
});
