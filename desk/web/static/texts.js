// The texts of the scripts in the language of the page, which has them in a block of JSON; an English page has none.

const block = document.querySelector("#texts");
const texts = block ? JSON.parse(block.textContent) : {};

// Return a text in the language of the page, with values in the places of its names: `_("%(n)s more", { n: 3 })`.
export function _(text, values = {}) {
  return (texts[text] ?? text).replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);
}

// The labels of flashes, as the stream tells them.
export const labels = { Flash: _("Flash"), Urgent: _("Urgent") };
