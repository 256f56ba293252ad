// What happens inside: layers, units, weights, the unit explained, the plane bent, and what would be if.
import { describe, expect, it } from 'vitest';
import type { Key } from '../src/words/index.svelte';
import { available, list, slider, stand, TONGUES, type Control } from './studio';

describe.skipIf(!available).each(TONGUES)('layers (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  const hidden = (n: number) => t('layer.hidden', { n });
  const press = (name: string) => () => at.key(at.button(name), 'Enter');
  const click = (name: string) => () => at.button(name).click();
  const dialog = () => at.page.getByRole('dialog', { name: hidden(2), exact: true });
  const radio = (name: string) => dialog().locator(`input[value="${name}"]`);
  const check = (name: string) => dialog().getByRole('checkbox', { name });
  const both = (key: Key, path: string, first: unknown, second: unknown, layer?: string): Control[] => [
    { what: `${key} by mouse`, path, act: click(t(key, layer ? { layer } : {})), says: first },
    { what: `${key} by keys`, path, act: press(t(key, layer ? { layer } : {})), says: second },
  ];
  const CONTROLS: Control[] = [
    ...list(at, 'layers.length', t('model'), 'linear', 0, 0),
    { what: 'the degree typed', path: 'features.length', act: () => at.type(at.page.getByRole('textbox', { name: t('degree'), exact: true }), '2'), says: 5 },
    { what: 'the network again', path: 'layers.length', act: () => at.page.getByRole('combobox', { name: t('model'), exact: true }).selectOption('network'), says: 2 },
    ...both('layers.more', 'layers.length', 3, 4),
    ...both('layers.less', 'layers.length', 3, 2),
    ...both('units.plus', 'layers.0.units', 5, 6, hidden(1)),
    ...both('units.less', 'layers.0.units', 5, 4, hidden(1)),
    { what: 'units typed', path: 'layers.1.units', act: async () => { await at.key(at.button(t('layer.settings', { layer: hidden(2) })), 'Enter'); await at.type(dialog().getByRole('textbox', { name: t('units'), exact: true }), '3'); }, says: 3 },
    { what: 'activation by mouse', path: 'layers.1.activation', act: () => radio('relu').locator('xpath=..').click(), says: 'relu' },
    { what: 'that for all by mouse', path: 'layers.0.activation', act: click(t('activation.everywhere')), says: 'relu' },
    { what: 'activation by keys', path: 'layers.1.activation', act: () => at.key(radio('relu'), 'ArrowRight'), says: 'sigmoid' },
    { what: 'that for all by keys', path: 'layers.0.activation', act: press(t('activation.everywhere')), says: 'sigmoid' },
    ...slider(at, 'layers.1.dropout', t('dropout'), { near: [0.5, 0.4, 0.55], keys: [['Home', 'ArrowRight'], 0.05], typed: 0.3 }),
    { what: 'batch norm by mouse', path: 'layers.1.batch_norm', act: () => check(t('batch_norm')).click(), says: true },
    { what: 'batch norm by keys', path: 'layers.1.batch_norm', act: () => at.key(check(t('batch_norm')), 'Space'), says: false },
    { what: 'a skip link by mouse', path: 'layers.1.skip', act: () => check(t('layer.features')).click(), says: [0] },
    { what: 'a skip link by keys', path: 'layers.1.skip', act: () => at.key(check(t('layer.features')), 'Space'), says: [] },
    { what: 'a layer after it by mouse', path: 'layers.length', act: click(t('layer.after')), says: 3 },
    { what: 'it removed by mouse', path: 'layers.length', act: async () => { await at.button(t('layer.settings', { layer: hidden(2) })).click(); await at.button(t('layer.remove')).click(); }, says: 2 },
    { what: 'a layer after it by keys', path: 'layers.length', act: async () => { await at.key(at.button(t('layer.settings', { layer: hidden(2) })), 'Enter'); await at.key(at.button(t('layer.after')), 'Enter'); }, says: 3 },
    { what: 'it removed by keys', path: 'layers.length', act: async () => { await at.key(at.button(t('layer.settings', { layer: hidden(2) })), 'Enter'); await at.key(at.button(t('layer.remove')), 'Enter'); }, says: 2 },
    { what: 'a skip link drawn', path: 'layers.1.skip', act: () => at.page.locator('#tile-0-0').dragTo(at.page.locator('#tile-2-0')), says: [0] },
    { what: 'a skip link taken away', path: 'layers.1.skip', act: () => at.page.locator('#tile-0-1').dragTo(at.page.locator('#tile-2-0')), says: [] },
  ];
  it.each(CONTROLS)('$what', async ({ act, path, says }) => {
    await act();
    await at.says(path, says);
  });

  it.each(['activation', 'gradient', 'weighted', 'dead'] as const)('tiles that show the %s, by mouse and by keys', async (view) => {
    const button = at.page.getByRole('group', { name: t('tiles') }).getByRole('button', { name: t(`tiles.${view}`), exact: true });
    for (const way of ['mouse', 'keys']) {
      await at.button(t(view === 'activation' ? 'tiles.weighted' : 'tiles.activation')).click();
      if (way === 'mouse') await button.click();
      else await at.key(button, 'Enter');
      await at.eventually(async () => (await at.sent('view'))?.['units']).toBe(view === 'dead' ? 'activation' : view);
      await at.eventually(async () => (await at.numbers('gradient.1')).length > 0).toBe(view === 'gradient');
      expect(await button.getAttribute('aria-pressed')).toBe('true');
    }
  });
});

describe.skipIf(!available)('weights', () => {
  const at = stand();
  const card = () => at.page.getByRole('dialog', { name: at.t('weight.card') });
  const value = (name: string, i = 0) => at.eventually(async () => Number((await at.numbers(name))[i]?.toFixed(4)));
  /** A place on a line where nothing else lies. */
  const on_line = (id: string) => at.page.evaluate((id) => {
    const path = document.querySelector<SVGPathElement>(id)!;
    path.scrollIntoView({ block: 'center' });
    const point = path.getPointAtLength(path.getTotalLength() * 0.3).matrixTransform(path.getScreenCTM()!);
    return { x: point.x, y: point.y };
  }, id);

  it('changes a weight, locks it and sets it to 0 by mouse', async () => {
    const place = await on_line('#edge-0');
    await at.page.mouse.click(place.x, place.y);
    await card().getByRole('textbox').fill('1.25');
    await card().locator('.head span').click();
    await value('weight.1').toBe(1.25);
    await card().getByRole('checkbox').click();
    await at.eventually(async () => (await at.state()).locks).toHaveLength(1);
    const { path, index } = (await at.state()).locks[0]!;
    expect([path, index]).toEqual([expect.stringContaining('weight'), 0]);
    await card().getByRole('button', { name: '= 0' }).click();
    await value('weight.1').toBe(0);
    await at.press('ArrowRight');
    expect((await at.numbers('weight.1'))[0]).toBe(0); // training leaves it alone
    await card().getByRole('checkbox').click();
    await at.eventually(async () => (await at.state()).locks).toEqual([]);
    await card().getByRole('button', { name: at.t('close') }).click();
    await at.eventually(() => card().count()).toBe(0);
  });

  it('changes a weight, locks it and sets it to 0 by keys', async () => {
    await at.key(at.page.locator('#edge-0'), 'Enter');
    await at.type(card().getByRole('textbox'), '1.25');
    await value('weight.1').toBe(1.25);
    await at.key(card().getByRole('checkbox'), 'Space');
    await at.eventually(async () => (await at.state()).locks).toHaveLength(1);
    await at.key(card().getByRole('button', { name: '= 0' }), 'Enter');
    await value('weight.1').toBe(0);
    await at.press('Escape');
    await at.eventually(() => card().count()).toBe(0);
    await at.key(at.page.locator('#edge-0'), 'Shift+ArrowUp');
    await value('weight.1').toBe(1);
    await at.press('ArrowDown');
    await value('weight.1').toBe(0.9);
    await at.press('ArrowRight');
    expect(await at.page.evaluate(() => document.activeElement?.id)).toBe('edge-1');
  });

  it('changes a weight by dragging its line', async () => {
    const before = (await at.numbers('weight.1'))[0]!;
    const place = await on_line('#edge-0');
    await at.page.mouse.move(place.x, place.y);
    await at.page.mouse.down();
    await at.page.mouse.move(place.x, place.y - 60, { steps: 4 });
    await at.page.mouse.up();
    await at.eventually(async () => Math.abs((await at.numbers('weight.1'))[0]! - before - 1.2)).toBeLessThan(0.01);
  });

  it.each(['mouse', 'keys'])('changes a bias (%s)', async (way) => {
    if (way === 'mouse') await at.page.locator('#bias-1-1').click();
    else await at.key(at.page.locator('#tile-1-1'), 'b');
    await at.type(card().getByRole('textbox'), '-0.75');
    await value('bias.1', 1).toBe(-0.75);
    await card().getByRole('checkbox').click();
    await at.eventually(async () => (await at.state()).locks).toEqual([{ path: expect.stringContaining('bias'), index: 1 }]);
  });

  it('walks through the tiles by arrow keys', async () => {
    await at.key(at.page.locator('#tile-0-0'), 'ArrowRight', 'ArrowDown');
    expect(await at.page.evaluate(() => document.activeElement?.id)).toBe('tile-1-1');
    await at.press('Enter');
    await at.page.locator('#tile-1-1.chosen').waitFor();
  });
});

describe.skipIf(!available).each(['mouse', 'keys'])('explained and asked what if, by %s', (way) => {
  const at = stand();
  const use = (name: string, within = at.page.locator('body')) => async () => {
    const target = within.getByRole('button', { name });
    await (way === 'mouse' ? target.click() : at.key(target, 'Enter'));
  };
  const fill = (key: Key, text: string) => at.type(at.page.getByRole('textbox', { name: at.t(key), exact: true }), text);
  const choose = async (name: string | RegExp, panel: string, value: string, keys: string[]) => {
    const select = at.panel(panel).getByRole('combobox', { name });
    await (way === 'mouse' ? select.selectOption({ value }) : at.key(select, ...keys));
  };
  const explored = async () => (await at.state()).explored;

  it('a unit, with the numbers of one point after the other, and its weights', async () => {
    if (way === 'mouse') await at.page.locator('#tile-1-0').click();
    else await at.key(at.page.locator('#tile-1-0'), 'Enter');
    const inspector = at.panel('inspector');
    await inspector.locator('.katex').first().waitFor();
    const place = inspector.locator('.at .figures');
    await at.eventually(() => place.innerText()).toMatch(/x₁/);
    const first = await place.innerText();
    await use(at.t('inspector.next'), inspector)();
    await at.eventually(() => place.innerText()).not.toBe(first);
    await use(at.t('inspector.previous'), inspector)();
    await at.eventually(() => place.innerText()).toBe(first);
    const summary = inspector.locator('summary', { hasText: at.t('inspector.weights', { n: 2 }) });
    await (way === 'mouse' ? summary.click() : at.key(summary, 'Enter'));
    const table = inspector.locator('details[open] table').first();
    await at.type(table.getByRole('textbox', { name: 'x1' }), '0.5');
    await at.eventually(async () => (await at.numbers('weight.1'))[0]).toBe(0.5);
    await at.type(table.getByRole('textbox', { name: at.t('bias') }), '-2');
    await at.eventually(async () => (await at.numbers('bias.1'))[0]).toBe(-2);
    const lock = table.getByRole('checkbox', { name: at.t('weight.lock') }).nth(1);
    await (way === 'mouse' ? lock.click() : at.key(lock, 'Space'));
    await at.eventually(async () => (await at.state()).locks).toEqual([{ path: expect.stringContaining('weight'), index: 0 }]);
    await use(at.t('close'), inspector)();
    await at.eventually(() => at.page.locator('.tile.chosen').count()).toBe(0);
  });

  it('the plane as a layer bends it', async () => {
    await use(at.t('warp'))();
    await at.panel('warp').locator('canvas').waitFor();
    const asked = () => at.eventually(async () => { const warp = await at.sent('warp'); return [warp?.['layer'], warp?.['units']]; });
    await asked().toEqual([1, [0, 1]]);
    await choose(new RegExp(`^${at.t('warp.across')}`), 'warp', '2', ['ArrowDown', 'ArrowDown']);
    await asked().toEqual([1, [2, 1]]);
    await choose(new RegExp(`^${at.t('warp.up')}`), 'warp', '3', ['ArrowDown', 'ArrowDown']);
    await asked().toEqual([1, [2, 3]]);
    await choose(new RegExp(`^${at.t('warp.layer')}`), 'warp', '2', ['ArrowDown']);
    await asked().toEqual([2, [1, 1]]);
    expect((await at.numbers('grid', 'warp')).every(Number.isFinite)).toBe(true);
  });

  it('the lottery, of which one run is taken up', async () => {
    await fill('what_if.epochs', '20');
    await fill('what_if.solve', '0.3');
    await fill('lottery.seeds', '6');
    await use(at.t('lottery.draw'), at.panel('what_if'))();
    await at.eventually(async () => (await explored())?.done).toBe(6);
    expect(await at.sent('lottery')).toMatchObject({ seeds: 6, epochs: 20, solve: 0.3 });
    const { kind, results } = (await explored())!;
    expect([kind, results.length]).toEqual(['lottery', 6]);
    for (const run of results) expect(run.solved).toBe(run.test_loss !== null && run.test_loss < 0.3);
    const last = at.page.locator('.runs button').last(); // the worst stands last
    await (way === 'mouse' ? last.click() : at.key(last, 'Enter'));
    await at.says('seed', [...results].sort((a, b) => (a.test_loss ?? Infinity) - (b.test_loss ?? Infinity)).pop()!.seed);
  });

  it('the grid, of which one cell is taken up', async () => {
    await choose(at.t('sweep.rows'), 'what_if', 'batch', Array<string>(4).fill('ArrowDown'));
    await choose(at.t('sweep.columns'), 'what_if', 'optimizer.name', ['ArrowDown']);
    await fill('what_if.epochs', '5');
    await fill('sweep.row_values', '5 20');
    await fill('sweep.column_values', 'sgd adam');
    await use(at.t('sweep.run'))();
    await at.eventually(async () => (await explored())?.done).toBe(4);
    expect(await explored()).toMatchObject({ kind: 'sweep', rows: 'batch', row_values: [5, 20], columns: 'optimizer.name', column_values: ['sgd', 'adam'] });
    const cell = at.panel('what_if').locator('tbody tr').nth(1).locator('td button').nth(1);
    await (way === 'mouse' ? cell.click() : at.key(cell, 'Enter'));
    await at.says('batch', 20);
    await at.says('optimizer.name', 'adam');
  });

  it('a lottery that is too long is stopped', async () => {
    await fill('what_if.epochs', '100000');
    await fill('lottery.seeds', '256');
    await use(at.t('lottery.draw'), at.panel('what_if'))();
    await at.eventually(async () => (await explored())?.running).toBe(true);
    await use(at.t('cancel'), at.panel('what_if'))();
    await at.eventually(async () => (await explored())?.running).toBe(false);
    expect((await explored())!.done).toBeLessThan(256);
  });
});
