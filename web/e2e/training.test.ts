// How it learns: every field of every optimiser and schedule, and when it stops; by mouse and by keys, in both languages.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../src/protocol';
import { available, fake, list, slider, stand, TONGUES, type Control } from './studio';

describe.skipIf(!available || fake).each(TONGUES)('training (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  const CONTROLS: Control[] = [
    ...slider(at, 'optimizer.lr', t('lr'), { near: [0.5, 0.003, 0.03], keys: [['Home'], 1e-5], typed: 0.1 }),
    ...list(at, 'optimizer.name', t('optimizer'), 'adam', 'adamw'),
    ...list(at, 'schedule.name', t('schedule'), 'step', 'multi_step'),
    ...slider(at, 'batch', t('batch'), { near: [0.5, 100, 160], keys: [['Home', 'ArrowRight'], 2], typed: 32 }),
    ...list(at, 'loss', t('loss.function'), 'mean_squared_error_of_signs', 'perceptron_loss'),
    ...slider(at, 'l1', t('l1'), { near: [0.5, 0.001, 0.1], keys: [['Home'], 0], typed: 0.002 }),
    ...slider(at, 'l2', t('l2'), { near: [0.5, 0.001, 0.1], keys: [['Home'], 0], typed: 0.004 }),
    ...list(at, 'initial', t('initial'), 'kaiming_normal', 'lecun_normal'),
    ...slider(at, 'seed', t('seed'), { near: [0.5, 400, 600], keys: [['Home', 'ArrowRight'], 1], typed: 77 }),
    ...slider(at, 'stop.loss', t('stop.loss'), { near: [0.5, 0.003, 0.03], keys: [['Home'], 0], typed: 0.02 }),
    ...slider(at, 'stop.patience', t('stop.patience'), { near: [0.5, 400, 600], keys: [['Home', 'ArrowRight'], 10], typed: 35 }),
    ...slider(at, 'stop.epochs', t('stop.epochs'), { near: [0.5, 4000, 6000], keys: [['Home', 'ArrowRight'], 100], typed: 250 }),
  ];
  it.each(CONTROLS)('$what', async ({ act, path, says }) => {
    if (path === 'stop.loss' && (await at.panel('stop').locator('.fold').getAttribute('aria-expanded')) === 'false') await at.panel('stop').locator('.fold').click();
    await act();
    await at.says(path, says);
  });
});

describe.skipIf(!available || fake)('fields of their own', () => {
  const at = stand({ shared: true });
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = (await (await fetch(`${at.studio.url}api/catalogue`)).json()) as Catalogue;
  });

  it.each([['optimizer', 'optimizer', 'optimizers'], ['schedule', 'schedule', 'schedules']] as const)('each %s has them, and the engine hears of each', async (path, label, group) => {
    const select = at.page.getByRole('combobox', { name: at.t(label), exact: true });
    for (const choice of catalogue[group]) {
      await select.selectOption(choice.name);
      await at.says(`${path}.name`, choice.name);
      for (const field of choice.fields) {
        const said = field.name === 'lr' ? at.t('lr') : field.doc.en;
        if (typeof field.value === 'number') {
          const wanted = Number.isInteger(field.value) && field.value > 1 ? field.value + 1 : field.value === 0.001 ? 0.002 : 0.001;
          const box = at.page.getByRole('textbox', { name: said, exact: true });
          // Of whole numbers (epochs, steps) 0.001 is none: they are told so, and 1 is taken.
          const whole = /epochs|steps|time/.test(said) && !/factor|rate/.test(said.split(':')[0] ?? '') ? Math.max(1, Math.round(wanted)) : wanted;
          await at.type(box, at.figure(whole));
          await at.says(`${path}.${field.name}`, whole);
        } else if (typeof field.value === 'boolean') {
          await at.page.getByRole('checkbox', { name: said, exact: true }).click();
          await at.says(`${path}.${field.name}`, !field.value);
        }
      }
    }
  });
});

describe.skipIf(!available || fake)('the course of training', () => {
  const at = stand();
  const type = (key: Parameters<typeof at.t>[0], text: string) => at.type(at.page.getByRole('textbox', { name: at.t(key), exact: true }), text);
  const stopped = () => at.eventually(async () => (await at.head()).stopped?.en ?? '');

  it.each([
    ['stop.loss', '0.4', async () => expect((await at.head()).test.loss).toBeLessThanOrEqual(0.4)],
    ['stop.epochs', '7', async () => expect((await at.head()).epoch).toBe(7)],
    ['stop.patience', '3', async () => expect((await at.head()).epoch).toBeGreaterThan(3)],
  ] as const)('pauses by itself, and says why (%s)', async (rule, value, holds) => {
    await at.panel('stop').locator('.fold').click();
    if (rule === 'stop.patience') await type('lr', '0.00001'); // so that nothing becomes better for long
    await type(rule, value);
    await at.says(rule, Number(value));
    await at.press('Escape');
    await at.page.locator('.play').click();
    await stopped().not.toBe('');
    expect((await at.head()).playing).toBe(false);
    await holds();
    expect(await at.page.locator('.stopped').innerText()).toContain((await at.head()).stopped!.en);
  });

  it('follows a schedule', async () => {
    await at.page.getByRole('combobox', { name: at.t('schedule') }).selectOption('exponential');
    await at.says('schedule.name', 'exponential');
    await at.type(at.page.getByRole('textbox', { name: 'factor of each fall', exact: true }), '0.5');
    await at.says('schedule.gamma', 0.5);
    const before = (await at.head()).lr;
    await at.button(at.t('step.forward')).click();
    await at.eventually(async () => (await at.head()).epoch).toBe(1);
    expect((await at.head()).lr).toBeCloseTo(before / 2, 6);
  });

  it('ends in a sentence with its remedy at a learning rate of 1000, and never in NaN', async () => {
    await at.page.getByRole('textbox', { name: at.t('sweep.row_values') }).fill('1000');
    await at.page.getByRole('textbox', { name: at.t('sweep.column_values') }).fill('relu');
    await at.type(at.page.getByRole('textbox', { name: at.t('what_if.epochs') }), '1');
    await at.button(at.t('sweep.run')).click();
    await at.panel('what_if').locator('td button').first().click();
    await at.says('optimizer.lr', 1000);
    await at.page.getByRole('combobox', { name: at.t('loss.function') }).selectOption('mean_squared_error_of_signs');
    await at.page.locator('#column-in').getByRole('button', { name: 'x₁²', exact: true }).click();
    await at.page.locator('.play').click();
    await at.page.waitForTimeout(1500);
    const text = await at.page.locator('body').innerText();
    expect(text).not.toMatch(/NaN|Infinity|∞/);
    const { stopped: why, playing } = await at.head();
    if (why === null) expect(playing).toBe(true); // it goes on, with numbers that are some
    else expect(`${why.en} ${await at.page.locator('.stopped').innerText()}`).toMatch(/learning rate/i);
    if (playing) await at.page.locator('.play').click();
  });
});
