import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../../infra/project-root';

/** A page as it is printed: its visible text, and how many sheets of A4 it takes. */
export interface Paper {
  readonly text: string;
  readonly sheets: number;
  /** What can be pressed or followed, and would be seen on paper. */
  readonly controls: number;
}

/** Prints the present page. In: the file that keeps it where PICTURES names a folder. */
export async function paperOf(page: Page, name: string): Promise<Paper> {
  await page.emulateMedia({ media: 'print' });
  const text = await page.locator('body').innerText();
  const controls = await page.locator('button:visible, input:visible, select:visible, nav:visible').count();
  await page.emulateMedia({ media: null });
  const bytes = await page.pdf({ format: 'A4' });
  const folder = process.env['PICTURES'];
  if (folder) await writeFile(path.join(projectRoot, folder, `${name}-print.pdf`), bytes);
  return { text, controls, sheets: bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0 };
}

/** The first picture of the README: Today of the practice register, made anew where PICTURES names a folder. Waits until all is proved. */
export async function firstPicture(page: Page, today: string): Promise<void> {
  if (!process.env['PICTURES']) return;
  await page.setViewportSize({ width: 1280, height: 1176 });
  for (let turn = 0; turn < 60; turn += 1) {
    await page.goto(today);
    if ((await page.locator('main').innerText()).includes('last proved complete')) break;
    await page.waitForTimeout(2000);
  }
  await page.screenshot({ path: path.join(projectRoot, 'docs', 'pictures', 'today.png') });
}

/** Keeps a picture of the present page where PICTURES names a folder (`npm run pictures`). */
export async function picture({ page }: { readonly page: Page }, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`;
  await page.screenshot({ path: path.join(projectRoot, folder, file), fullPage: true });
}

/** Keeps a text beside the pictures, where PICTURES names a folder. */
export function kept(name: string, text: string): void {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  mkdirSync(path.join(projectRoot, folder), { recursive: true });
  writeFileSync(path.join(projectRoot, folder, `${name.replaceAll(/[^a-z0-9]+/g, '-')}.txt`), `${text}\n`);
}
