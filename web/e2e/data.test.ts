// What goes in: data, features and tables, by mouse and by keys, in both languages.
import { describe, expect, it } from 'vitest';
import { available, slider, stand, TONGUES, type Control } from './studio';

const TABLE = '1,2,0\n2,1,1\n-1,-2,0\n-2,1,1\n0,1,1\n3,1,0\n1,3,1\n2,2,0\n0,0,1\n1,1,0';

describe.skipIf(!available).each(TONGUES)('data (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const set = (name: string) => at.page.locator(`.sets input[value="${name}"]`);
  const { t } = at;
  const feature = (name: string) => at.page.getByRole('button', { name, exact: true });
  const own = () => at.page.getByRole('textbox', { name: t('features.own') });

  const CONTROLS: Control[] = [
    { what: 'data set by mouse', path: 'data.set', act: () => set('xor').locator('xpath=..').click(), says: 'xor' },
    { what: 'data set by keys', path: 'data.set', act: () => at.key(set('xor'), 'ArrowRight'), says: 'gauss' },
    ...slider(at, 'data.count', t('data.count'), { near: [0.5, 300, 600], keys: [['Home'], 10], typed: 240 }),
    ...slider(at, 'data.noise', t('data.noise'), { near: [0.3, 0.2, 0.4], keys: [['Home', 'ArrowRight', 'ArrowRight'], 0.02], typed: 0.37 }),
    ...slider(at, 'data.label_noise', t('data.label_noise'), { near: [0.5, 0.2, 0.3], keys: [['End'], 0.5], typed: 0.05 }),
    ...slider(at, 'data.imbalance', t('data.imbalance'), { near: [0.5, 0.4, 0.55], keys: [['Home', 'ArrowUp'], 0.05], typed: 0.6 }),
    ...slider(at, 'data.train', t('data.train'), { near: [0.9, 0.75, 0.9], keys: [['Home'], 0.1], typed: 0.7 }),
    { what: 'new data by mouse', path: 'data.seed', act: () => at.button(t('data.again')).click(), says: 1 },
    { what: 'new data by keys', path: 'data.seed', act: () => at.key(at.button(t('data.again')), 'Enter'), says: 2 },
    { what: 'a feature by mouse', path: 'features', act: () => feature('x₁²').click(), says: ['x1', 'x2', 'x1^2'] },
    { what: 'a feature by keys', path: 'features', act: () => at.key(feature('x₁²'), 'Space'), says: ['x1', 'x2'] },
    { what: 'another feature by keys', path: 'features', act: () => at.key(feature('sin(x₂)'), 'Enter'), says: ['x1', 'x2', 'sin(x2)'] },
    { what: 'a formula by mouse', path: 'features.3', act: async () => { await own().fill('x1 - x2'); await at.panel('features').getByRole('button', { name: t('add'), exact: true }).click(); }, says: 'x1 - x2' },
    { what: 'a formula by keys', path: 'features.4', act: () => at.type(own(), 'x1*x1*x2'), says: 'x1*x1*x2' },
    { what: 'clouds by mouse', path: 'data.set', act: () => set('blobs').locator('xpath=..').click(), says: 'blobs' },
    ...slider(at, 'data.classes', t('data.classes'), { near: [0.5, 5, 8], keys: [['Home', 'ArrowRight'], 4], typed: 7 }),
    { what: 'the mode by mouse', path: 'mode', act: () => at.button(t('mode.curve')).click(), says: 'curve' },
    { what: 'the set of a curve by keys', path: 'data.set', act: () => at.key(set('sine'), 'ArrowRight'), says: 'parabola' },
    { what: 'the mode by keys', path: 'mode', act: () => at.key(at.button(t('mode.plane')), 'Enter'), says: 'plane' },
  ];
  it.each(CONTROLS)('$what', async ({ act, path, says }) => {
    await act();
    await at.says(path, says);
  });
});

describe.skipIf(!available)('points and tables', () => {
  const at = stand();
  const summary = () => at.panel('data').locator('summary', { hasText: at.t('csv') });
  const field = () => at.page.getByRole('textbox', { name: at.t('csv.paste') });

  it('draws as many points as are asked for, of which so many are trained on', async () => {
    await at.type(at.page.getByRole('textbox', { name: at.t('data.count'), exact: true }), '300');
    await at.type(at.page.getByRole('textbox', { name: /^Share for training/ }), '0.8');
    await at.eventually(async () => [(await at.numbers('train', 'points')).length / 3, (await at.points()).length]).toEqual([240, 300]);
  });

  it.each(['mouse', 'keys'])('refuses a formula that is none, with a sentence, and takes it back (%s)', async (way) => {
    const box = at.page.getByRole('textbox', { name: at.t('features.own') });
    await box.fill('wrong(');
    if (way === 'keys') await at.press('Enter');
    else await at.panel('features').getByRole('button', { name: at.t('add'), exact: true }).click();
    await at.eventually(() => at.page.locator('#feature-problem').innerText()).toContain('sqrt'); // what it may use
    expect(await at.setting('features')).toEqual(['x1', 'x2']);
    expect(await box.getAttribute('aria-invalid')).toBe('true');
  });

  it('takes a table by mouse, and refuses text with a remedy', async () => {
    await summary().click();
    await field().fill('these are\nno numbers');
    await at.button(at.t('csv.use')).click();
    await at.page.locator('.toasts .toast').first().waitFor();
    const problem = at.panel('data').locator('details[open] .problem[role="alert"]');
    expect((await problem.innerText()).length).toBeGreaterThan(10);
    expect(await at.setting('data.set')).not.toBe('own');
    await field().fill(TABLE);
    await at.button(at.t('csv.use')).click();
    await at.says('data.set', 'own');
    await at.eventually(() => problem.count()).toBe(0);
    expect(await at.button(at.t('data.again')).isDisabled()).toBe(true);
    await at.eventually(async () => (await at.points()).length).toBe(10);
  });

  it('takes a table by keys', async () => {
    await at.key(summary(), 'Enter');
    await at.focus(field());
    await at.page.keyboard.insertText(TABLE);
    await at.press('Tab');
    await at.press('Enter');
    await at.says('data.set', 'own');
  });

  it('takes a file that is chosen', async () => {
    await summary().click();
    const [chooser] = await Promise.all([at.page.waitForEvent('filechooser'), at.button(at.t('csv.file')).click()]);
    await chooser.setFiles({ name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
    await at.says('data.set', 'own');
    await at.eventually(async () => (await at.points()).map(([a, b]) => [a, b])).toContainEqual([3, 1]);
  });

  it('takes a file that is dropped', async () => {
    await summary().click();
    const files = await at.page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'points.csv', { type: 'text/csv' }));
      return transfer;
    }, TABLE);
    await summary().locator('xpath=..').dispatchEvent('drop', { dataTransfer: files });
    await at.says('data.set', 'own');
    await at.eventually(async () => (await at.points()).length).toBe(10);
  });

  it.each(['mouse', 'keys'])('asks which columns of a wider table are to be used (%s)', async (way) => {
    const use = (name: string) => (way === 'mouse' ? at.button(name).click() : at.key(at.button(name), 'Enter'));
    await summary().click();
    await field().fill('name,a,b,c,kind\n' + [1, 2, 3, 4, 5, 6].map((i) => `n${i},${i},${10 * i},${i * i},${i % 2 ? 'odd' : 'even'}`).join('\n'));
    await use(at.t('csv.use'));
    const column = (role: string) => at.panel('data').getByRole('combobox', { name: role, exact: true });
    await column('x2').waitFor();
    expect(await column('x1').locator('option').allInnerTexts()).toEqual(['name', 'a', 'b', 'c', 'kind']);
    if (way === 'mouse') await column('x2').selectOption('3');
    else await at.key(column('x2'), 'c');
    await use(at.t('csv.take'));
    await at.says('data.set', 'own');
    await at.eventually(async () => (await at.points()).map(([a, b]) => [a, b])).toContainEqual([5, 25]);
    await at.eventually(async () => (await at.state()).classes.length).toBe(2);
  });

  it.each(['mouse', 'keys'])('draws points by a formula, and refuses one that is none (%s)', async (way) => {
    const box = () => at.page.getByRole('textbox', { name: at.t('draw.formula') });
    const draw = () => (way === 'mouse' ? at.panel('data').getByRole('button', { name: at.t('draw.go'), exact: true }).click() : at.key(box(), 'Enter'));
    await at.panel('data').locator('summary', { hasText: at.t('draw.points') }).click();
    await box().fill('x2 - sine');
    await draw();
    await at.eventually(() => box().getAttribute('aria-invalid')).toBe('true');
    expect(await at.setting('data.set')).not.toBe('own');
    await box().fill('x2 - sin(x1)');
    await draw();
    await at.says('data.set', 'own');
    await at.eventually(async () => (await at.points()).length).toBe(500);
    for (const [x1, x2, label] of await at.points()) expect(label).toBe(Number(x2! > Math.fround(Math.sin(x1!))));
  });

  it('takes two columns for a curve', async () => {
    await at.button(at.t('mode.curve')).click();
    await at.says('mode', 'curve');
    await summary().click();
    await field().fill('x,y\n0,0\n1,1\n2,4\n3,9\n-1,1\n-2,4');
    await at.button(at.t('csv.use')).click();
    await at.says('data.set', 'own');
    await at.eventually(async () => (await at.points()).map(([x, y]) => [x, y])).toContainEqual([2, 4]);
  });
});
