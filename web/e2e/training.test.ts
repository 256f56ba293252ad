// How it learns: every field of every optimiser and schedule, and when it stops; by mouse and by keys, in both languages.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../src/protocol';
import { available, list, slider, stand, TONGUES, type Control } from './studio';

describe.skipIf(!available).each(TONGUES)('training (%s)', (lang) => {
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

const WHOLE = /^(t_max|t_0|t_mult|total_iters|total_steps|step_size|warmup|warmup_steps|patience|cooldown|model_size)$/;

describe.skipIf(!available)('fields of their own', () => {
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
        const name = `${path}.${field.name}`;
        const now = (await at.setting(name)) ?? field.value; // what two of them have in common stays
        let wanted: unknown;
        if (typeof now === 'boolean') {
          wanted = !now;
          await at.page.getByRole('checkbox', { name: said, exact: true }).click();
        } else if (typeof now === 'string') {
          wanted = 'linear';
          await at.panel('training').locator('select:has([value="cos"])').selectOption('linear');
        } else {
          wanted = Array.isArray(now) ? [3, 5] : WHOLE.test(field.name) ? Number(now) + 1 : field.name.includes('div') ? 20 : 0.002;
          await at.type(at.page.getByRole('textbox', { name: said, exact: true }), Array.isArray(wanted) ? '3, 5' : at.figure(wanted as number));
        }
        await at.says(name, wanted);
      }
    }
  });
});

describe.skipIf(!available)('the course of training', () => {
  const at = stand();
  const type = (key: Parameters<typeof at.t>[0], text: string) => at.type(at.page.getByRole('textbox', { name: at.t(key), exact: true }), text);
  const stopped = () => at.eventually(async () => (await at.head()).stopped?.en ?? '');

  it.each([
    ['stop.loss', '0.4', async () => expect((await at.head()).test.loss).toBeLessThanOrEqual(0.4)],
    ['stop.epochs', '7', async () => expect((await at.head()).epoch).toBe(7)],
    ['stop.patience', '3', async () => expect((await at.head()).epoch).toBeGreaterThan(3)],
  ] as const)('pauses by itself, and says why (%s)', async (rule, value, holds) => {
    await at.panel('stop').locator('.fold').click();
    if (rule === 'stop.patience') await type('lr', '10'); // so that it jumps about
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
    await at.page.locator('.sets input[value="plane"]').locator('xpath=..').click();
    await at.says('loss', 'mean_squared_error');
    await at.page.getByRole('textbox', { name: at.t('sweep.row_values') }).fill('1000');
    await at.page.getByRole('textbox', { name: at.t('sweep.column_values') }).fill('relu');
    await at.type(at.page.getByRole('textbox', { name: at.t('what_if.epochs'), exact: true }), '1');
    await at.button(at.t('sweep.run')).click();
    const run = at.panel('what_if').locator('td button').first();
    expect(await run.innerText()).toContain(at.t('overflow'));
    await run.click();
    await at.says('optimizer.lr', 1000);
    await at.page.locator('.play').click();
    await stopped().toMatch(/\w.*learning rate/);
    expect((await at.head()).playing).toBe(false);
    for (const remedy of [/learning rate/, /taux d.apprentissage/]) {
      await at.eventually(() => at.page.locator('.stopped').innerText()).toMatch(remedy);
      expect(await at.page.locator('body').innerText()).not.toMatch(/NaN|Infinity|∞/);
      await at.page.locator('.tongue').click();
    }
  });
});
