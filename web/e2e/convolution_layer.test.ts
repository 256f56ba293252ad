// Layers, ReLU and the chain of stages on the page: each control by mouse and by keys, wrong input, everyone's access.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvolutionState } from '../src/protocol';
import { available, setting_in, stand, TONGUES, WAIT } from './studio';

describe.skipIf(!available).each(TONGUES)('layers and chains (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    await at.page.goto(`${at.studio.url}?lab=convolution&lang=${lang}&session=layer-${lang}`);
    page = at.page;
    await page.waitForSelector('[data-name="walk"] table');
    await select('picture', t('conv.picture.which')).selectOption('shapes');
  });
  const state = () => page.evaluate(() => window.__heard.state as unknown as ConvolutionState);
  const told = (what: (state: ConvolutionState) => unknown, value: unknown) => expect.poll(async () => what(await state()), WAIT).toEqual(value);
  const says = (path: string, value: unknown) => told(({ settings }) => setting_in(settings, path), value);
  const select = (panel: string, label: string) => at.panel(panel).getByRole('combobox', { name: label, exact: true });
  const box = (label: string) => page.getByRole('textbox', { name: label, exact: true });
  const cell = (row: number, column: number) => at.panel('kernel').getByRole('textbox', { name: t('conv.cell', { row, column }), exact: true });
  const one_of = (panel: string, label: string, name: string) => at.panel(panel).getByRole('radiogroup', { name: label, exact: true }).getByRole('radio', { name, exact: true });
  const stage = (n: number) => at.panel('chain').getByRole('radio', { name: new RegExp(`^${t('conv.chain.stage', { n })}:`) });
  const walk = () => at.panel('walk').textContent();
  const channel = (i: 0 | 1 | 2) => t(`conv.channel.${i}`);

  it('a layer sees the three channels of a colour picture', async () => {
    await at.button(t('conv.operation.layer')).click();
    await says('operation', 'layer');
    await says('colour', true);
    await told(({ output }) => output, [2, 62, 94]);
    for (const i of [0, 1, 2] as const) await expect.poll(walk, WAIT).toContain(channel(i));
  });

  it('the channels’ sums and the bias are the output, and are read aloud', async () => {
    await select('layer', t('conv.ready.layers')).selectOption('grey');
    await told(({ output }) => output, [1, 64, 96]);
    await at.focus(page.getByRole('application', { name: t('conv.output.label') }));
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    // The sky at the top left is 91, 151, 235: 0.299·91 + 0.587·151 + 0.114·235 = 142.636.
    await expect.poll(() => page.evaluate(() => {
      const figure = (text: string) => Number(text.trim().replace(',', '.'));
      const sums = [...document.querySelectorAll('[data-name="walk"] .sum')].map((each) => figure(each.textContent!.replace('Σ = ', '')));
      const output = figure(document.querySelector('[data-name="walk"] .result')!.textContent!.split('=')[1]!);
      return Math.abs(sums.reduce((all, each) => all + each, 0) - output) < 0.01 && Math.abs(output - 142.636) < 0.001;
    }), WAIT).toBe(true);
    await expect.poll(() => page.getByTestId('announcer').textContent(), WAIT).toContain(channel(2));
  });

  it('filters are copied, chosen by keys and by mouse, edited, and removed', async () => {
    await select('layer', t('conv.ready.layers')).selectOption('edges');
    await told(({ output }) => output, [2, 64, 96]);
    await at.button(t('conv.filter.add')).click();
    await says('filters.length', 3);
    await expect.poll(() => one_of('layer', t('conv.filter'), '2').getAttribute('aria-checked'), WAIT).toBe('true');
    await at.key(one_of('layer', t('conv.filter'), '2'), 'ArrowRight');
    await expect.poll(() => one_of('layer', t('conv.filter'), '3').getAttribute('aria-checked'), WAIT).toBe('true');
    await one_of('layer', t('conv.slice'), channel(1)).click();
    await cell(1, 1).fill('7');
    await page.keyboard.press('Enter');
    await says('filters.2.weights.1.0.0', 7);
    await at.type(box(t('conv.bias')), at.figure(2.5));
    await says('filters.2.bias', 2.5);
    await at.key(one_of('layer', t('conv.slice'), channel(1)), 'ArrowLeft');
    await select('kernel', t('conv.preset')).selectOption('sharpen');
    await says('filters.2.weights.0', [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]);
    await at.key(at.button(t('conv.change.negate')), 'Enter');
    await says('filters.2.weights.0.1.1', -5);
    await says('filters.2.weights.1.0.0', 7);
    await at.type(box(t('conv.rows')), '5');
    await told(({ settings }) => settings.filters.map(({ weights }) => weights.map(({ length }) => length)), [[5, 5, 5], [5, 5, 5], [5, 5, 5]]);
    await at.button(t('undo')).click();
    await says('filters.2.weights.0.length', 3);
    await one_of('layer', t('conv.filter'), '1').click();
    await at.key(at.button(t('conv.filter.remove')), 'Enter');
    await says('filters.length', 2);
  });

  it('maps of the output are chosen by mouse and by keys', async () => {
    await select('layer', t('conv.ready.layers')).selectOption('edges');
    await one_of('output', t('conv.maps'), t('conv.map', { n: 2 })).click();
    await expect.poll(walk, WAIT).toContain(lang === 'fr' ? 'filtre 2' : 'filter 2');
    await at.key(one_of('output', t('conv.maps'), t('conv.map', { n: 2 })), 'ArrowLeft');
    await expect.poll(walk, WAIT).toContain(lang === 'fr' ? 'filtre 1' : 'filter 1');
  });

  it('groups split channels, or say why they cannot', async () => {
    await at.button(t('conv.filter.add')).click();
    await says('filters.length', 3);
    await select('layer', t('conv.groups')).selectOption('3');
    await says('filters.0.weights.length', 1);
    await told(({ problem }) => problem, null);
    await at.button(t('conv.filter.remove')).click();
    await at.panel('size').getByRole('alert').waitFor();
    expect(await at.panel('size').getByRole('alert').textContent()).toContain(lang === 'fr' ? '3 canaux et 2 filtres ne se partagent pas en 3 groupes' : '3 channels and 2 filters cannot be split into 3 groups');
    await select('layer', t('conv.groups')).selectOption('1');
    await at.panel('size').getByRole('alert').waitFor({ state: 'detached' });
    await says('filters.0.weights.length', 3);
  });

  it('letters in a kernel of a layer are no number, and all stays', async () => {
    const before = (await state()).settings.filters;
    await cell(2, 2).fill('abc');
    await page.keyboard.press('Enter');
    await at.panel('kernel').getByRole('alert').waitFor();
    await page.keyboard.press('Escape');
    expect((await state()).settings.filters).toEqual(before);
  });

  it('ReLU makes what is negative 0, and the walk says so', async () => {
    await page.getByRole('checkbox', { name: t('conv.relu') }).click();
    await says('relu', true);
    await expect.poll(walk, WAIT).toContain('max(0, ');
    await at.panel('chain').getByText(t('conv.chain.cnn')).waitFor();
    await at.key(page.getByRole('checkbox', { name: t('conv.relu') }), ' ');
    await says('relu', false);
    await page.getByRole('checkbox', { name: t('conv.relu') }).click();
    await says('relu', true);
  });

  it('stages are added, moved, chosen and removed, by mouse and by keys; undo goes back', async () => {
    await at.button(t('conv.chain.add')).click();
    await says('before.length', 1);
    await at.button(t('conv.operation.max')).click();
    await says('operation', 'max');
    await told(({ output }) => output, [2, 32, 48]);
    await at.panel('chain').getByText(t('conv.chain.cnn.pooled')).waitFor();
    await at.key(at.button(t('conv.chain.earlier')), 'Enter');
    await told(({ chain }) => chain.map(({ operation }) => operation), ['max', 'layer']);
    await at.button(t('conv.chain.later')).click();
    await told(({ chain }) => chain.map(({ operation }) => operation), ['layer', 'max']);
    await stage(1).click();
    await says('operation', 'layer');
    await at.key(stage(1), 'ArrowRight');
    await says('operation', 'max');
    await told(({ input }) => input, [2, 64, 96]);
    await at.key(at.button(t('conv.chain.remove')), 'Enter');
    await told(({ chain }) => chain.length, 1);
    await at.button(t('undo')).click();
    await told(({ chain }) => chain.length, 2);
    await at.button(t('redo')).click();
    await told(({ chain }) => chain.length, 1);
    await at.key(at.button(t('conv.chain.blur')), 'Enter');
    await says('preset', 'gaussian-3');
    await at.button(t('conv.chain.remove')).click();
    await told(({ chain }) => chain.length, 1);
  });

  it('ready chains are taken whole; how far a number sees is told with its formula', async () => {
    await select('chain', t('conv.ready.chains')).selectOption('edge-strength');
    await told(({ chain }) => chain.map(({ shape }) => shape[0]), [3, 4, 1, 1]);
    await at.panel('chain').locator('summary').click();
    // r: 5 by the blur, 7 by Sobel, 7 by the sum, 8 by the pooling of two
    expect(await at.panel('chain').locator('details li').last().textContent()).toContain('7 + (2 - 1)·1·1 = 8');
    expect(await stage(4).getAttribute('aria-label')).toContain(t('conv.chain.reach', { size: '8 × 8' }));
    await at.panel('chain').locator('summary').click();
    await stage(3).click();
    await told(({ input }) => input, [4, 64, 96]);
    await expect.poll(walk, WAIT).toContain(t('conv.channel.n', { n: 4 }));
  });

  it('says which stage has no output', async () => {
    await stage(4).click();
    await at.type(box(t('conv.window')), '64');
    await told(({ output }) => output, [1, 1, 17]);
    await select('picture', t('conv.picture.which')).selectOption('digit');
    await told(({ chain }) => chain[3]!.shape, []);
    await expect.poll(() => at.panel('output').getByRole('alert').textContent(), WAIT).toContain(`${t('conv.chain.stage', { n: 4 })}: `);
    expect(await at.panel('size').getByRole('alert').textContent()).toContain('(28 - 64)/2');
    await stage(1).click();
    await told(({ problem }) => problem, null);
    await expect.poll(() => at.panel('chain').getByRole('alert').textContent(), WAIT).toContain(`${t('conv.chain.stage', { n: 4 })}: `);
    await at.button(t('undo')).click();
    await at.panel('chain').getByRole('alert').waitFor({ state: 'detached' });
  });

  it('shows a layer as a matrix of blocks', async () => {
    await select('picture', t('conv.picture.which')).selectOption('lecture-4');
    await select('chain', t('conv.ready.chains')).selectOption('first-layer');
    await told(({ output }) => output, [4, 4, 4]);
    await at.panel('matrix').getByRole('button').first().click();
    await at.panel('matrix').getByText(t('conv.matrix.blocks')).waitFor();
    await select('picture', t('conv.picture.which')).selectOption('shapes');
    await at.panel('matrix').getByRole('status').waitFor();
    await at.panel('matrix').getByRole('button').first().click();
  });

  it('can be used by everyone, light and dark, in three widths', async () => {
    await told(({ chain }) => chain.length, 2);
    expect(await at.violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await at.violations(page)).toEqual([]);
    for (const width of [360, 700]) {
      await page.setViewportSize({ width, height: 740 });
      for (const column of ['in', 'net', 'out']) {
        await page.click(`#tab-${column}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await at.violations(page)).toEqual([]);
      }
    }
  });

  afterAll(() => expect(at.errors).toEqual([]));
});
