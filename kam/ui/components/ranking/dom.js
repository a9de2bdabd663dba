// Small words for building the page: elements, icons, numbers in the reader's language.

/** An element with a class and text. Text is always text: names are somebody else's words. */
export function el(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Set attributes, only those that differ. */
export function attributes(node, wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
  }
  return node;
}

/** Set the text, only when it differs. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Fill {name} in a template. */
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const ICONS = {
  undo: "M7 4 3 8l4 4M3 8h7a3 3 0 0 1 0 6H6",
  redo: "m9 4 4 4-4 4M13 8H6a3 3 0 0 0 0 6h4",
  open: "M5 7V5a3 3 0 0 1 5.8-1M3.5 7h9v6.5h-9z",
  closed: "M5 7V5a3 3 0 0 1 6 0v2M3.5 7h9v6.5h-9z",
  pin: "M8 10v4.5M5 10h6l-1-3V3H6v4z",
  present: "M2 3.5h12v8H2zM8 11.5v3M5 14.5h6",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 14 14",
};

/** A line icon of 16 × 16. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  attributes(svg, { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon or a word; its label is its tooltip as well. */
export function button(name, label, onClick, shape) {
  const made = el("button", name);
  attributes(made, { type: "button", "aria-label": label, title: label });
  if (shape) made.append(icon(shape));
  else made.textContent = label;
  made.addEventListener("click", onClick);
  return made;
}

/** A choice of [value, text] pairs. */
export function choice(name, label, pairs, onChange) {
  const made = el("select", name);
  made.setAttribute("aria-label", label);
  made.title = label;
  for (const [value, text] of pairs) {
    const option = el("option", "", text);
    option.value = value;
    made.append(option);
  }
  made.addEventListener("change", () => onChange(made.value));
  return made;
}

/** Numbers, shares and points as the language writes them. */
export function numbers(lang) {
  const tag = lang.startsWith("zh") ? "zh-CN" : "en";
  const make = (options) => {
    const format = new Intl.NumberFormat(tag, options);
    return (value) => format.format(value);
  };
  return {
    whole: make({ maximumFractionDigits: 0 }),
    points: make({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    percent: make({ style: "percent", maximumFractionDigits: 0 }),
    percent1: make({ style: "percent", maximumFractionDigits: 1 }),
  };
}

/** A canvas as sharp as the screen; returns its context, cleared, in CSS pixels. */
export function sheet(canvas, width, height) {
  const dense = Math.min(window.devicePixelRatio || 1, 3);
  const [w, h] = [Math.round(width * dense), Math.round(height * dense)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const context = canvas.getContext("2d");
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
