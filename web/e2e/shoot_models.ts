// Pictures of the Playground's models, for looking at: npx vite-node e2e/shoot_models.ts ADDRESS FOLDER MODEL [data] [lang] [dark] [width]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', model = 'knn', data = 'moons', lang = 'en', dark = '', width = '1400'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
const page = await browser.newPage({ viewport: { width: Number(width), height: 1300 }, colorScheme: dark ? 'dark' : 'light' });
page.on('pageerror', (error) => console.log(error.message));
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(message.text()); });
await page.goto(`${address}?lang=${lang}&session=shot-${model}-${Date.now()}`);
await page.waitForSelector('#tile-0-0', { state: 'attached' });
const column = async (name: string) => { if (Number(width) < 1000) await page.click(`#tab-${name}`); };
await column('in');
await page.locator(`input[name="data-set"][value="${data}"]`).check({ force: true });
await column('net');
await page.locator('.model select').selectOption(model);
await page.waitForTimeout(500);
const forward = page.locator('button.icon[title*="→"]');
await forward.click();
await page.locator('header select, [role="toolbar"] select, .transport select').first().selectOption('sample').catch(() => undefined);
for (let i = 0; i < 3; ++i) await forward.click();
await page.waitForTimeout(2500);
await page.screenshot({ path: `${folder}/${model}-${data}-${lang}${dark && '-dark'}-${width}.png` });
await browser.close();
