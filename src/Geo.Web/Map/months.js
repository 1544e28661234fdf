/**
 * A slider over the months that stand in its list as links: the map named by `for` shows the month, in colours that stay.
 * Without script the links lead to a page each.
 */
export class GeoMonths extends HTMLElement {
  connectedCallback() {
    const links = [...this.querySelectorAll("a[data-name]")];
    const now = links.findIndex((link) => link.ariaCurrent === "true");
    const label = document.createElement("label");
    label.className = "geo-months__slider";
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: 0, max: links.length - 1, step: 1, value: now < 0 ? links.length - 1 : now });
    const name = document.createElement("output");
    name.textContent = now < 0 ? "move to step through the months" : links[now].dataset.name;
    label.append("One month at a time ", range);
    this.prepend(label, name);
    this.classList.add("geo-months--script");
    range.addEventListener("input", () => {
      const { tiles, shapes, name: told } = links[range.value].dataset;
      name.textContent = told;
      range.setAttribute("aria-valuetext", told);
      document.getElementById(this.getAttribute("for"))?.show(tiles, shapes, told);
    });
  }
}
