import type { Page } from 'playwright-core';

/** The spacing of text that WCAG 2.2 (1.4.12) asks every page to bear. */
const SPACING =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';

/**
 * Spaces the text of the present page as some readers do, and takes that back. Out: what then scrolls sideways, or is cut off. A style sheet
 * made by script is not held back by the content policy, which stays in force.
 */
async function spaced(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(SPACING)});
    document.adoptedStyleSheets = [sheet];
    const faults = [];
    const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (sideways > 0) faults.push('with spaced text it scrolls sideways by ' + sideways + ' px');
    for (const element of document.querySelectorAll('body *')) {
      const style = getComputedStyle(element);
      if (style.overflowX !== 'hidden' && style.overflowY !== 'hidden') continue;
      if (element.closest('.nhsuk-u-visually-hidden, svg') || element.clientWidth <= 1) continue;
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
        faults.push('with spaced text it is cut off: ' + element.outerHTML.slice(0, 100));
    }
    document.adoptedStyleSheets = [];
    return faults;
  })()`);
}

/** Focuses everything that can be. Out: what then looks no different, lies under something else, or is too small to be met. */
async function focused(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(shown);
    const look = (element) => {
      const label = element.matches('[type=radio], [type=checkbox]') ? element.labels[0] : null;
      const styles = [getComputedStyle(element), ...(label ? [getComputedStyle(label, '::before')] : [])];
      return JSON.stringify(styles.map((s) => [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth]));
    };
    const faults = [];
    const said = (element) => element.outerHTML.slice(0, 110);
    document.activeElement?.blur();
    for (const element of all) {
      const before = look(element);
      element.focus();
      if (document.activeElement !== element) continue;
      if (look(element) === before) faults.push('its focus is not seen: ' + said(element));
      // Wherever the browser has scrolled to: some of it must be seen, and on top.
      const box = element.getClientRects()[0];
      const mine = (top) => top && (element.contains(top) || [...(element.labels ?? [])].some((label) => label.contains(top)));
      const points = [0.1, 0.5, 0.9].flatMap((across) => [0.1, 0.5, 0.9].map((down) => [box.x + box.width * across, box.y + box.height * down]));
      if (!points.some(([x, y]) => mine(document.elementFromPoint(x, y)))) faults.push('with the focus it lies under something else: ' + said(element));
      const least = element.matches('button, .nhsuk-button, .app-act, [type=radio], [type=checkbox]') ? 44 : 0;
      if (box.height < least - 4) faults.push('it is lower than ' + least + ' px: ' + box.height + ' ' + said(element));
      element.blur();
    }
    scrollTo(0, 0);
    return faults;
  })()`);
}

/** What of the present page fails somebody with low vision, beside what axe finds: spaced text, focus, small buttons. */
export async function hardships(page: Page): Promise<string[]> {
  return [...(await spaced(page)), ...(await focused(page))];
}
