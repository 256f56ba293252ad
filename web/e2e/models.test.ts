// The models of the menu that learn without a gradient, and those without hidden layers: their steps, numbers and boundary.
import { describe, expect, it } from 'vitest';
import { available, stand } from './studio';

const AND = '0,0,0\n0,1,0\n1,0,0\n1,1,1';
const LECTURE = [[5, 8, 'red'], [7, 9, 'red'], [6, 10, 'red'], [2, 6, 'blue'], [4, 7, 'blue'], [3, 8, 'blue'], [2, 1, 'green'], [4, 0, 'green'], [3, 2, 'green']];

describe.skipIf(!available)('models', () => {
  const at = stand();
  const model = async (name: string): Promise<void> => {
    await at.page.getByRole('combobox', { name: at.t('model') }).selectOption(name);
    await at.eventually(async () => (await at.state()).model).toBe(name);
  };
  const panel = () => at.panel('model');
  const ink = (id: string) => at.page.evaluate((id) => (document.getElementById(id) as HTMLCanvasElement).toDataURL(), id);
  /** All of a table's points trained on, as lessons have it. */
  async function own(text: string): Promise<void> {
    await at.panel('data').locator('summary', { hasText: at.t('csv') }).click();
    await at.page.getByRole('textbox', { name: at.t('csv.paste') }).fill(text);
    await at.button(at.t('csv.use')).click();
    await at.says('data.set', 'own');
    await at.type(at.page.getByRole('textbox', { name: new RegExp(`^${at.t('data.train')}`) }).first(), '1');
    await at.says('data.train', 1);
  }
  async function place(x1: number, x2: number): Promise<void> {
    await at.type(panel().getByRole('textbox', { name: 'x₁' }), at.figure(x1));
    await at.type(panel().getByRole('textbox', { name: 'x₂' }), at.figure(x2));
  }
  const forward = async (unit: 'sample' | 'epoch'): Promise<void> => {
    const before = (await at.head()).step;
    await at.page.getByRole('combobox', { name: at.t('step.unit') }).selectOption(unit);
    await at.button(at.t('step.forward')).click();
    await at.eventually(async () => (await at.head()).step).toBeGreaterThan(before);
  };

  it('takes the perceptron through AND example by example, and says what each does', async () => {
    await model('perceptron');
    await own(AND);
    expect(await at.panel('training').getByRole('combobox', { name: at.t('optimizer') }).count()).toBe(0);
    expect(await at.panel('training').innerText()).toContain(at.t('model.perceptron.note').slice(0, 30));
    await forward('sample');
    expect((await at.head()).looked).toMatchObject({ features: expect.any(Array), said: 0 });
    await panel().getByText(at.t('model.looked', { n: 1 })).waitFor();
    for (let i = 0; i < 20 && (await at.head()).train.accuracy !== 1; ++i) await forward('epoch');
    const { mistakes, train } = await at.head();
    expect(train.accuracy).toBe(1);
    expect(mistakes!.separable).toBe(true);
    expect(mistakes!.all).toBeLessThanOrEqual(mistakes!.most!);
    await at.page.locator('#novikoff').waitFor();
    expect(await at.violations()).toEqual([]);
  });

  it('says of XOR that the rule never rests', async () => {
    await model('perceptron');
    await own('0,0,0\n0,1,1\n1,0,1\n1,1,0');
    for (let i = 0; i < 6; ++i) await forward('epoch');
    expect(await at.page.locator('#novikoff').innerText()).toBe(at.t('model.never'));
    expect((await at.head()).mistakes!.epochs.slice(0, -1).every((wrong) => wrong > 0)).toBe(true);
    expect((await at.head()).mistakes!.separable).toBe(false);
  });

  it('gives the lecture’s distances to the means, and a boundary', async () => {
    await model('nearest_mean');
    await own(LECTURE.map((row) => row.join(',')).join('\n'));
    expect(await at.panel('network').count()).toBe(0);
    await forward('sample');
    await panel().locator('h4').first().waitFor();
    await forward('epoch');
    expect([...(await at.numbers('means'))].sort()).toEqual([3, 3, 3, 3, 1, 3, 7, 6, 9].sort());
    await place(5, 2);
    await at.eventually(() => panel().locator('#nearest').innerText()).toContain(at.figure(2.236));
    expect(await at.violations()).toEqual([]);
    // Back to the first point: the other classes have no mean yet.
    await at.button(at.t('step.back')).click();
    await at.eventually(async () => (await at.numbers('means')).filter((_, i) => i % 3 === 0)).not.toEqual([3, 3, 3]);
  });

  it('lets neighbours vote, joins them by lines, and draws again as k changes', async () => {
    await model('knn');
    await at.eventually(async () => (await at.head()).test.accuracy ?? 0).toBeGreaterThan(0.9);
    await place(1, 1);
    await at.eventually(() => panel().locator('#neighbours tbody tr').count()).toBe(3);
    const [field, lines] = [await ink('output-field'), await ink('output-points')];
    await at.key(at.page.getByRole('slider', { name: at.t('model.k') }), 'End');
    await at.says('k', 25);
    await at.eventually(() => panel().locator('#neighbours tbody tr').count()).toBe(25);
    await at.eventually(() => ink('output-field')).not.toBe(field);
    expect(await ink('output-points')).not.toBe(lines);
    expect(await panel().innerText()).toContain(at.t('model.ties'));
    await at.button(at.t('play')).click();
    await at.eventually(async () => (await at.head()).stopped?.en ?? '').toContain('neighbours');
    expect(await at.violations()).toEqual([]);
  });

  it.each([['linear', 2], ['polynomial', 9]] as const)('shows the coefficients of the %s model', async (name, count) => {
    await model(name);
    await forward('epoch');
    await at.eventually(() => panel().locator('#coefficients tbody td').count()).toBe(count + 1);
    expect(await at.violations()).toEqual([]);
  });

  it('solves Bishop’s ten points by least squares in one step, degree by degree', async () => {
    await at.button(at.t('mode.curve')).click();
    await at.page.locator('input[name="data-set"][value="bishop"]').check({ force: true });
    await at.says('data.set', 'bishop');
    await model('polynomial');
    await at.page.getByRole('combobox', { name: at.t('model.solver') }).selectOption('least_squares');
    await at.says('rule', 'least_squares');
    expect(await at.panel('network').count()).toBe(0);
    expect(await at.panel('training').innerText()).toContain(at.t('model.least_squares.note').slice(0, 30));
    await forward('epoch');
    expect((await at.head()).step).toBe(1);
    const degree = at.page.getByRole('slider', { name: at.t('degree') });
    for (const [key, count, train, test] of [['Home', 1, '0.4622', '0.5167'], ['End', 9, '0.0000', '1.2590']] as const) {
      await at.key(degree, key);
      await at.eventually(() => panel().locator('#coefficients tbody td').count()).toBe(count + 1);
      await at.eventually(() => panel().locator('#rms').innerText()).toMatch(new RegExp(test.replace('.', '[.,]')));
      const said = (await panel().locator('#rms').innerText()).replace(/,/g, '.');
      expect(said).toContain(train);
      expect(said).toContain(test);
    }
    expect(await panel().locator('#coefficients').innerText()).toMatch(/125\D?201/);
    expect(await at.violations()).toEqual([]);
    // In the plane the gradient goes on.
    await at.button(at.t('mode.plane')).click();
    await at.says('rule', 'gradient');
  });

  it('refuses what does not fit: values, a file of formulas', async () => {
    await model('knn');
    await at.button(at.t('mode.curve')).click();
    await at.eventually(async () => (await at.state()).model).toBe('linear');
    await at.page.getByRole('combobox', { name: at.t('model') }).selectOption('nearest_mean');
    await at.page.getByText(/data are values|données sont des valeurs/).first().waitFor();
    expect((await at.state()).model).toBe('linear');
  });
});
