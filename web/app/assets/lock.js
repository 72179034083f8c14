/*
 * Warns before the lock falls, keeps what is typed, hides the page when the lock has fallen, and sends nothing into a connection that is away. How long is left the service says, in
 * milliseconds; no clock of this machine is read. Without this file a form that comes too late is kept all the same.
 */
(() => {
  const { left, warn, staff, session, keep, locked, posted } = document.currentScript.dataset;
  const { src: own } = document.currentScript;
  if (typeof HTMLDialogElement === 'undefined') return;

  const SECOND = 1000;
  /** What is typed is kept after so long without a further key, if it is text of some length. */
  const SAVE_AFTER = 5 * SECOND;
  const LONG = 20;
  const token = document.querySelector('input[name="token"]')?.value ?? '';

  /** By a clock that only runs forward: when the lock falls, as far as this page knows. */
  let falls = performance.now() + Number(left);
  const heard = (ms) => {
    falls = performance.now() + ms;
  };
  const remaining = () => falls - performance.now();

  const asked = async (address, body) => {
    const response = await fetch(address, body === undefined ? {} : { method: 'POST', body });
    if (response.status >= 500) throw new Error('the service does not answer');
    return { ok: response.ok, ...(await response.json()) };
  };

  const fieldsOf = (form) => [...form.querySelectorAll('input:not([type="hidden"]), textarea, select')];
  const isTouched = (field) => {
    if (field.type === 'radio' || field.type === 'checkbox') return field.checked !== field.defaultChecked;
    if (field.tagName !== 'SELECT') return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, first);
  };
  const forms = () =>
    [...document.querySelectorAll('main form[method="post"]:not([role="search"])')].filter((form) => !form.closest('.app-away'));
  /** The forms that hold something typed: touched, given back with what was typed, or answered to what was posted. */
  const toKeep = () =>
    forms().filter((form) => {
      const isBack = form.querySelector('input[name="kept"]') !== null;
      return isBack || fieldsOf(form).some(isTouched) || (posted !== undefined && form.querySelectorAll('[name]').length > 1);
    });

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  /** Keeps a form. The id goes with it when it is sent, so that what was kept is forgotten then. */
  const save = (form, falling) => {
    let kept = form.querySelector('input[name="kept"]');
    if (!kept) {
      kept = document.createElement('input');
      kept.type = 'hidden';
      kept.name = 'kept';
      kept.value = newId();
      form.append(kept);
    }
    const { pathname, search } = new URL(form.getAttribute('action') ?? '', location.href);
    const query = new URLSearchParams({ action: pathname + search, ...(falling ? { lock: 'yes' } : {}) });
    return asked(`${keep}?${query}`, new URLSearchParams(new FormData(form)));
  };

  const dialog = document.createElement('dialog');
  dialog.className = 'app-lock';
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-labelledby', 'lock-heading');
  dialog.setAttribute('aria-describedby', 'lock-words');
  dialog.innerHTML =
    '<h2 class="nhsuk-heading-m" id="lock-heading"></h2><p id="lock-words" role="status"></p><button class="nhsuk-button" type="button"></button>';
  document.body.append(dialog);
  // A second Escape closes it whatever the page says; behind it nothing is shown.
  dialog.addEventListener('close', () => {
    if (document.documentElement.classList.contains('app-locked')) dialog.showModal();
  });
  const [heading, words, button] = dialog.children;
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  let timer;
  const later = (ms, what) => {
    clearTimeout(timer);
    // Longer ones would be taken for none.
    timer = setTimeout(() => void what(), Math.max(0, Math.min(ms, 2 ** 31 - 1)));
  };

  const timeText = (ms) => {
    if (ms > 60 * SECOND) return `${Math.ceil(ms / (60 * SECOND))} minutes`;
    if (ms > 30 * SECOND) return '1 minute';
    return ms > 10 * SECOND ? '30 seconds' : '10 seconds';
  };

  /** Asks how long is left, and does what that calls for. Without an answer this page's own reckoning counts. */
  async function look() {
    try {
      const now = await asked(session);
      heard(now.staff === staff ? now.left : 0);
    } catch {
      // The connection is away: the lock falls all the same.
    }
    if (remaining() <= 0) await fall();
    else if (remaining() <= Number(warn) + SECOND) warned();
    else {
      if (dialog.open) dialog.close();
      later(remaining() - Number(warn), look);
    }
  }

  function warned() {
    if (!dialog.open) {
      write(heading, 'Are you still there?');
      write(button, 'Stay on this page');
      button.onclick = stay;
      dialog.oncancel = (event) => {
        event.preventDefault();
        void stay();
      };
      dialog.showModal();
      button.focus();
    }
    write(words, `This page is locked in ${timeText(remaining())}. What you have typed is kept for you.`);
    // A second more than is left, so that the service has passed it too.
    if (remaining() <= 0) later(SECOND, look);
    else later(Math.min(SECOND, remaining()), warned);
  }

  async function stay() {
    try {
      const now = await asked(session, new URLSearchParams({ token }));
      heard(now.ok ? now.left : 0);
    } catch {
      write(words, 'There is no connection. Try again.');
      return;
    }
    await look();
  }

  /** Keeps what was typed, hides what the page shows, and leads to the sign-in. */
  async function fall() {
    clearTimeout(timer);
    document.documentElement.classList.add('app-locked');
    try {
      const answers = await Promise.all(toKeep().map((form) => save(form, true)));
      const isKept = answers.length > 0 && answers.every(({ ok }) => ok);
      location.replace(isKept ? `${locked}&kept=yes` : locked);
    } catch {
      write(heading, 'This page is locked');
      write(words, 'There is no connection. What you typed is still here, and is kept when you try again.');
      write(button, 'Try again');
      button.onclick = fall;
      dialog.oncancel = (event) => event.preventDefault();
      if (!dialog.open) dialog.showModal();
    }
  }

  let saving;
  document.addEventListener('input', ({ target }) => {
    const form = target.form;
    if (!forms().includes(form)) return;
    clearTimeout(saving);
    saving = setTimeout(async () => {
      if (![...form.querySelectorAll('textarea')].some(({ value }) => value.trim().length >= LONG)) return;
      try {
        const now = await save(form, false);
        if (now.ok && now.staff === staff && now.left > 0) {
          heard(now.left);
          later(remaining() - Number(warn), look);
        }
      } catch {
        // Kept with the next key, or when the lock falls.
      }
    }, SAVE_AFTER);
  });

  /** An answer that takes longer is none. */
  const PATIENCE = 5 * SECOND;
  const AGAIN = 10 * SECOND;
  /** Whether the service is reached at all. Where its records are away it says so itself, on a page with a telephone number: that is an answer. */
  const isThere = async () => {
    try {
      const { status } = await fetch(own, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      return status < 500;
    } catch {
      return false;
    }
  };
  /** As the pages say a time: 9.05am. */
  const clock = () =>
    new Date()
      .toLocaleTimeString('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' })
      .replace(':', '.')
      .replace(/\s/, '');
  /** Says beside the button that was pressed how it stands with the connection; empty: nothing is to be said. */
  const tell = (form, text) => {
    let said = form.querySelector('.app-unsent');
    if (!said && text) {
      said = document.createElement('p');
      said.className = 'app-caution app-unsent';
      said.setAttribute('role', 'alert');
      form.append(said);
    }
    if (said) {
      said.hidden = !text;
      write(said, text);
    }
  };
  let waiting;
  /** Keeps what was typed as soon as the connection is back, and says so. */
  const keptWhenBack = (form, since) => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      if (!(await isThere())) return keptWhenBack(form, since);
      const isKept = await save(form, false).then(
        ({ ok }) => ok,
        () => false,
      );
      tell(
        form,
        `The connection is back; it was away since ${since}. ${isKept ? 'What you typed is kept. ' : ''}Press the button again: nothing was sent yet.`,
      );
    }, AGAIN);
  };
  /** The forms of which it is asked whether they can be sent, and the one that is being sent. */
  const asking = new WeakSet();
  let sending = null;
  const sendWhenThere = async (form, button) => {
    asking.add(form);
    form.setAttribute('aria-busy', 'true');
    const there = await isThere();
    asking.delete(form);
    if (there) {
      clearTimeout(waiting);
      tell(form, '');
      sending = form;
      form.requestSubmit(button);
      sending = null;
      return;
    }
    form.removeAttribute('aria-busy');
    const since = clock();
    tell(
      form,
      `Not sent: there is no connection since ${since}. All that you typed is still here. It is said here when the connection is back; then press the button again.`,
    );
    keptWhenBack(form, since);
  };
  document.addEventListener('submit', (event) => {
    // Sent in time: it is not kept anew behind its own back.
    clearTimeout(saving);
    const form = event.target;
    if (sending === form || !toKeep().includes(form)) return;
    event.preventDefault();
    if (!asking.has(form)) void sendWhenThere(form, event.submitter ?? undefined);
  });
  // A machine that slept, or a page that comes back from the browser's memory: time has passed that no timer has seen.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const form of forms()) form.removeAttribute('aria-busy');
    void look();
  });

  later(remaining() - Number(warn), look);
})();
