// Playing, stepping, and the past: by mouse and by keys.
import { describe, expect, it } from 'vitest';
import { available, stand } from './studio';

describe.skipIf(!available).each(['mouse', 'keys'])('time by %s', (way) => {
  const at = stand();
  const epoch = () => at.eventually(async () => (await at.head()).epoch);
  const step = () => at.eventually(async () => (await at.head()).step);
  const playing = () => at.eventually(async () => (await at.head()).playing);
  const by = async (name: 'reset' | 'play' | 'pause' | 'step.forward' | 'step.back' | 'undo' | 'redo', key: string) => (way === 'mouse' ? at.button(at.t(name)).click() : at.press(key));
  const choose = async (name: 'step.unit' | 'speed' | 'branch', value: string, keys: string[]) => {
    const select = at.page.getByRole('combobox', { name: at.t(name), exact: true });
    await (way === 'mouse' ? select.selectOption(value) : at.key(select, ...keys));
    await select.evaluate((element: HTMLElement) => element.blur());
  };

  it('plays, pauses and stays where it is', async () => {
    await by('play', ' ');
    await at.eventually(async () => (await at.head()).epoch > 5).toBe(true);
    await by('pause', ' ');
    await playing().toBe(false);
    const { step } = await at.head();
    await at.page.waitForTimeout(300);
    expect((await at.head()).step).toBe(step);
    expect((await at.page.getByTestId('counters').innerText()).replace(/[,\u202f]/g, '')).toContain(String(Math.floor((await at.head()).epoch)));
    await by('reset', 'r');
    await at.eventually(async () => (await at.head()).step).toBe(0);
  });

  it.each([['sample', 1, ['Home']], ['batch', 1, ['Home', 'ArrowDown']], ['epoch', 25, ['End']]] as const)('steps by one %s, and back', async (unit, steps, keys) => {
    await choose('step.unit', unit, [...keys]);
    const by = (name: 'step.forward' | 'step.back') => (way === 'mouse' ? at.button(at.t(name)).click() : at.button(at.t(name)).press('Enter'));
    await by('step.forward');
    await step().toBe(steps);
    await by('step.back');
    await step().toBe(0);
  });

  it('steps by arrows, by ten with Shift', async () => {
    for (const [key, at_epoch] of [['ArrowRight', 1], ['Shift+ArrowRight', 11], ['ArrowLeft', 10], ['Shift+ArrowLeft', 0]] as const) {
      await at.press(key);
      await epoch().toBe(at_epoch);
    }
  });

  it('plays as fast as is asked', async () => {
    await choose('speed', '5', ['Home', 'ArrowDown']);
    await by('play', ' ');
    await at.eventually(async () => (await at.sent('play'))?.['epochs_per_second']).toBe(5);
    await at.eventually(async () => (await at.state()).epochs_per_second).toBe(5);
    await choose('speed', '20', ['ArrowDown']); // while it plays
    await at.eventually(async () => (await at.state()).epochs_per_second).toBe(20);
    await by('pause', ' ');
    await playing().toBe(false);
  });

  it('goes through the past on the timeline', async () => {
    await at.press('Shift+ArrowRight');
    await epoch().toBe(10);
    const { last } = await at.head();
    const line = at.page.getByRole('slider', { name: at.t('timeline') });
    if (way === 'mouse') {
      await at.click_at(line, 0.5);
      await at.eventually(async () => Math.abs((await at.head()).step / last - 0.5)).toBeLessThan(0.06);
      expect(await line.getAttribute('aria-valuetext')).toContain(String((await at.head()).step));
    } else {
      for (const [key, wanted] of [['Home', 0], ['ArrowRight', 1], ['End', last], ['ArrowLeft', last - 1]] as const) {
        await at.key(line, key);
        await step().toBe(wanted);
      }
    }
    expect((await at.head()).last).toBe(last);
  });

  it('opens a branch where the past is changed, and goes from one to the other', async () => {
    await at.press('Shift+ArrowRight');
    await epoch().toBe(10);
    await at.key(at.page.getByRole('slider', { name: at.t('timeline') }), 'Home', 'ArrowRight');
    await step().toBe(1);
    await at.type(at.page.getByRole('textbox', { name: at.t('lr'), exact: true }), '0.1');
    await at.says('optimizer.lr', 0.1);
    await at.button(at.t('step.forward')).click();
    await at.eventually(async () => (await at.state()).branches.length).toBe(2);
    const now = (await at.state()).branch;
    const other = (await at.state()).branches.find(({ id }) => id !== now)!;
    expect((await at.state()).branches.find(({ id }) => id === now)).toMatchObject({ parent: other.id, from: 1 });
    await choose('branch', String(other.id), ['Home']);
    await at.eventually(async () => (await at.state()).branch).toBe(other.id);
    await step().toBe(other.last);
    await at.says('optimizer.lr', 0.03);
    await choose('branch', String(now), ['End']);
    await at.eventually(async () => (await at.state()).branch).toBe(now);
    await at.says('optimizer.lr', 0.1);
  });

  it('takes back what was changed, and makes it again', async () => {
    expect(await at.button(at.t('undo')).isDisabled()).toBe(true);
    await at.button(at.t('layers.more')).click();
    await at.says('layers.length', 3);
    await at.eventually(() => at.button(at.t('undo')).isDisabled()).toBe(false);
    await by('undo', 'z');
    await at.says('layers.length', 2);
    await at.eventually(() => at.button(at.t('redo')).isDisabled()).toBe(false);
    await by('redo', 'Shift+Z');
    await at.says('layers.length', 3);
  });

  it('goes on where it was after a reload', async () => {
    await at.press('Shift+ArrowRight');
    await epoch().toBe(10);
    expect(at.page.url()).toContain('session=');
    await at.page.reload();
    await at.page.waitForFunction(() => (window.__perceptPaint?.length ?? 0) > 0);
    await epoch().toBe(10);
  });
});
