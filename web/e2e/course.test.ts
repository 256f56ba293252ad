// The course in the studio: found from a lab, read in both languages, by mouse and by keys; and what axe says of it.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { available, stand, TONGUES } from './studio';

describe.skipIf(!available).each(TONGUES)('the course (%s)', (lang) => {
  const at = stand({ lang, shared: true, context: { bypassCSP: true } });
  const other = lang === 'en' ? 'fr' : 'en';
  const title = (page: Page) => at.eventually(() => page.locator('article h1').innerText());
  const read = async (query: string) => {
    await at.page.goto(`${at.studio.url}?lab=course&lang=${lang}${query}`);
    await at.page.locator('article h1').waitFor();
  };

  it('is opened from the help, and from the commands', async () => {
    await at.press('?');
    await at.page.getByRole('dialog').getByRole('link', { name: at.t('course.open') }).click();
    await title(at.page).toMatch(/^1\. /);
    await at.page.goBack();
    await at.page.waitForSelector('#tile-0-0', { state: 'attached' });
    await at.press('/');
    await at.page.getByRole('combobox', { name: at.t('commands.find') }).fill(at.t('course'));
    await at.press('Enter');
    await title(at.page).toMatch(/^1\. /);
  });

  it('shows formulas, pictures and folded answers', async () => {
    await read('&page=03-activations');
    await at.eventually(() => at.page.locator('article .katex').count()).toBeGreaterThan(20);
    expect(await at.page.locator('article .katex-error').count()).toBe(0);
    await at.eventually(() => at.page.locator('article img').evaluateAll((pictures) => pictures.every((one) => (one as HTMLImageElement).naturalWidth > 0))).toBe(true);
    const answer = at.page.locator('article details').first();
    expect(await answer.locator('p').isVisible()).toBe(false);
    await at.key(answer.locator('summary'), 'Enter');
    expect(await answer.locator('p').isVisible()).toBe(true);
  });

  it('copies commands', async () => {
    await read('&page=03-activations');
    const block = at.page.locator('figure.sh').first();
    await block.getByRole('button', { name: at.t('course.copy') }).click();
    await block.getByRole('button', { name: at.t('course.copied') }).waitFor();
    expect(await at.page.evaluate(() => navigator.clipboard.readText())).toBe('./program linear -2 0 2\n');
  });

  it('leads from page to page, and back', async () => {
    await read('');
    const first = await at.page.locator('article h1').innerText();
    await at.page.locator('.turn a').last().click();
    await title(at.page).toMatch(/^2\. /);
    await at.page.goBack();
    await title(at.page).toBe(first);
    await at.page.locator('.course > nav li.current li a').nth(1).click();
    await at.eventually(() => at.page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
  });

  it('keeps the section when the language changes', async () => {
    await read('&page=03-activations#relu');
    await at.eventually(() => at.page.evaluate(() => document.activeElement?.id)).toBe('relu');
    await at.press('l');
    await at.eventually(() => at.page.locator('html').getAttribute('lang')).toBe(other);
    await at.eventually(() => at.page.evaluate(() => document.activeElement?.id)).toBe('relu');
    await at.press('l');
  });

  it('opens a page that does not exist at the first', async () => {
    await read('&page=nonsense');
    await title(at.page).toMatch(/^1\. /);
  });

  it.each([1280, 360])('axe finds nothing at a width of %i', async (width) => {
    await at.page.setViewportSize({ width, height: 800 });
    await read('&page=03-activations');
    await at.eventually(() => at.page.locator('article .katex').count()).toBeGreaterThan(20);
    expect(await at.violations(at.page)).toEqual([]);
    expect(await at.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
