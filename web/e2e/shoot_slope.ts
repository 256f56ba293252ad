// Pictures of the slope tab, for looking at: npx vite-node e2e/shoot_slope.ts ADDRESS FOLDER [curve] [mode] [steps] [lang] [dark] [width]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', curve = 'two-valleys', mode = 'descent', steps = '40', lang = 'en', dark = '', width = '1280'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
const page = await browser.newPage({ viewport: { width: Number(width), height: 900 }, colorScheme: dark ? 'dark' : 'light' });
page.on('pageerror', (error) => console.log(error.message));
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(message.text()); });
await page.goto(`${address}?lang=${lang}&session=shot-slope-${Date.now()}&tab=slope&slope=${encodeURIComponent(JSON.stringify({ mode }))}`);
await page.waitForSelector('[data-testid="slope-picture"]');
await page.locator('[data-testid="slope-tab"] select').first().selectOption(curve);
await page.waitForTimeout(500);
for (let i = 0; i < Number(steps); ++i) await page.keyboard.press('ArrowRight');
await page.waitForTimeout(1500);
await page.screenshot({ path: `${folder}/slope-${curve}-${mode}-${lang}${dark && '-dark'}-${width}.png`, fullPage: true });
await browser.close();
