import path from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { LocalSystem } from '../support/local-system.ts';

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
const DESKTOP: BrowserContextOptions = { viewport: { width: 1200, height: 900 } };

/** Takes the pictures of the console into `folder`, in front of the open incident `id`. */
export async function takeConsolePictures(browser: Browser, system: LocalSystem, id: string, folder: string) {
  const { ops } = system.urls;

  async function commander(options: BrowserContextOptions) {
    const context = await browser.newContext({ timezoneId: 'Europe/Vienna', ...options });
    const page = await context.newPage();
    await page.goto(`${ops}/`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${ops}/console`);
    const take = async (name: string, fullPage = false) => {
      await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
      console.error(`took ${name}.png`);
    };
    return { page, take, leave: () => context.close() };
  }

  const night = await commander({ ...PHONE, colorScheme: 'dark', deviceScaleFactor: 2 });
  await night.take('console-phone');
  await night.leave();

  const day = await commander({ ...PHONE, colorScheme: 'light' });
  await day.page.goto(`${ops}/console/incidents/${id}`);
  await day.take('console-incident-phone', true);
  await day.page.goto(`${ops}/console/open`);
  await day.page.locator('label.chip', { hasText: 'API' }).first().click();
  await day.page.getByRole('button', { name: 'Much of it fails' }).click();
  await day.page.locator('#open-preview').getByText('We see many failures in API.').first().waitFor();
  await day.take('console-open-phone', true);
  await day.leave();

  const desk = await commander({ ...DESKTOP, colorScheme: 'dark' });
  const { page } = desk;
  await page.goto(`${ops}/console/incidents/${id}/update`);
  await page
    .getByLabel('What customers read')
    .fill('A certificate has expired. We are replacing it, and sign-in works again shortly.');
  await page.getByText('cause known', { exact: true }).click();
  await page.getByText('When it is back').click();
  await page.getByRole('group', { name: 'Restored within' }).getByText('2 h', { exact: true }).click();
  await page.getByText('yours: 2 h').waitFor();
  await desk.take('console-update-desktop', true);
  await desk.leave();
}
