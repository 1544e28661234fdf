/** What is told of a place that was chosen: its figures, and its months as bars with a table of the same. */
export class Told {
  #box;
  #history;
  #signal;

  constructor(box, history, signal) {
    [this.#box, this.#history, this.#signal] = [box, history, signal];
  }

  async show(name, lines, place) {
    if (!this.#box) return;
    const title = document.createElement("h2");
    title.className = "govuk-heading-s govuk-!-margin-bottom-1";
    title.textContent = name;
    const parts = [title, ...lines.map(paragraph)];
    this.#box.replaceChildren(...parts);
    const address = new URL(this.#history, location.href);
    for (const [key, value] of Object.entries(place)) address.searchParams.set(key, value);
    try {
      const answer = await fetch(address, { signal: this.#signal });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail ?? answer.statusText);
      const months = told.months ?? told.rows.map(({ period, count }) => ({ month: period.first ?? period, count }));
      if (told.cell) title.textContent = told.cell;
      this.#box.replaceChildren(...parts, ...(told.reason ? [paragraph(told.reason)] : bars(months)));
    } catch (error) {
      if (!this.#signal.aborted) this.#box.replaceChildren(...parts, paragraph(`Its months could not be loaded: ${error.message}`));
    }
  }
}

const svg = (name, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

function paragraph(text) {
  const element = document.createElement("p");
  element.className = "govuk-body-s govuk-!-margin-bottom-1";
  element.textContent = text;
  return element;
}

function bars(months) {
  const known = months.filter(({ count }) => count !== null);
  if (known.length === 0) return [paragraph("Too few in any month to be told, or no data.")];
  const most = Math.max(1, ...known.map(({ count }) => count));
  const [width, height, step] = [260, 90, 260 / months.length];
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height + 18}`, class: "geo-bars", role: "img", "aria-label": `By month, from ${months[0].month} to ${months.at(-1).month}; the most is ${most}` });
  for (const [at, { month, count }] of months.entries()) {
    if (count === null) continue;
    const tall = (height * count) / most;
    picture.append(svg("rect", { x: at * step + 0.5, y: height - tall, width: step - 1, height: tall }, svg("title", {}, `${month}: ${count}`)));
  }
  picture.append(svg("path", { d: `M0 ${height}.5H${width}`, stroke: "#0b0c0c" }), svg("text", { x: 0, y: height + 14 }, months[0].month), svg("text", { x: width, y: height + 14, "text-anchor": "end" }, months.at(-1).month), svg("text", { x: 0, y: 11 }, `most ${most.toLocaleString("en-GB")}`));
  return [picture, table(months)];
}

function table(months) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Figures by month";
  const list = document.createElement("table");
  list.className = "geo-table govuk-table";
  for (const { month, count } of months) {
    const row = list.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = month;
    row.append(head);
    row.insertCell().textContent = count === null ? "not told" : count.toLocaleString("en-GB");
  }
  details.append(summary, list);
  return details;
}
