// Runs inside the page, the same in every engine: performs the steps, returns what they read.
// A step is one of
//   {fill: {name: text, ...}, within: selector}     types into the controls with these names
//   {click: selector}
//   {wait: selector, attribute: name or null for the text, is: text or [texts], contains: text, seconds: 60}
//   {read: {key: [selector, attribute or null for the text]}}   null when nothing matches
(() => {
  const find = (selector, within) => {
    const found = (within ? document.querySelector(within) : document)?.querySelector(selector);
    if (!found) throw new Error(`nothing on ${location.href} matches ${within ?? ''} ${selector}`);
    return found;
  };

  const valueOf = (selector, attribute) => {
    const element = document.querySelector(selector);
    if (!element) return null;
    return attribute ? element.getAttribute(attribute) : element.textContent.trim();
  };

  const fill = (fields, within) => {
    for (const [name, text] of Object.entries(fields)) {
      const control = find(`[name="${CSS.escape(name)}"]`, within);
      control.focus();
      if (control.type === 'checkbox') control.checked = text === 'true';
      else control.value = text;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }
  };

  const holds = (step) => {
    const value = valueOf(step.wait, step.attribute);
    if (value === null) return false;
    if (step.contains !== undefined) return value.includes(step.contains);
    return step.is === undefined || [].concat(step.is).includes(value);
  };

  const wait = async (step) => {
    const end = performance.now() + 1000 * (step.seconds ?? 60);
    while (!holds(step)) {
      if (performance.now() > end) {
        const last = JSON.stringify(valueOf(step.wait, step.attribute));
        throw new Error(`waited ${step.seconds ?? 60} s for ${JSON.stringify(step)}; last seen ${last}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  const perform = async (step, values) => {
    if (step.fill) fill(step.fill, step.within);
    else if (step.click) find(step.click).click();
    else if (step.wait) await wait(step);
    else if (step.read) {
      for (const [key, [selector, attribute]] of Object.entries(step.read)) values[key] = valueOf(selector, attribute);
    } else throw new Error(`unknown step ${JSON.stringify(step)}`);
  };

  return async (steps) => {
    const values = {};
    try {
      for (const step of steps) await perform(step, values);
      return { values };
    } catch (error) {
      return { values, error: String(error.message ?? error) };
    }
  };
})()
