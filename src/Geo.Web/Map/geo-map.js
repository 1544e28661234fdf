import { GeoJSON, Map as LeafletMap } from "leaflet/dist/leaflet-src.esm.js";
import { notStops } from "./not-stops.js";

const steps = 5;

/** Step of the colour ramp for a class: few classes are spread over the whole ramp, as the legend has them. */
const stepOf = (mapClass, classes) => (classes < 2 ? steps - 1 : Math.round((mapClass * (steps - 1)) / (classes - 1)));

/**
 * A shaded map of a league table.
 *   <geo-map src="/api/v1/league-tables/crime.geojson?…" label="Map of …" table="id of the table" told="id of the way to the area's page" selected="code"></geo-map>
 * The rows of the table that have data-code and the shapes of the map light up together. What stands inside the element is
 * shown where there is no script, and where the figures do not arrive.
 */
export class GeoMap extends HTMLElement {
  #map;
  #areas;
  #shapes = new Map();
  #rows = new Map();
  #selected;
  #away = new AbortController();

  async connectedCallback() {
    try {
      const answer = await fetch(this.getAttribute("src"), { signal: this.#away.signal });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      const areas = await answer.json();
      if (this.isConnected) this.#draw(areas);
    } catch (error) {
      if (!this.#away.signal.aborted) {
        this.dataset.state = "failed";
        console.warn(`The map could not be drawn: ${error.message}`);
      }
    }
  }

  disconnectedCallback() {
    this.#away.abort();
    this.#map?.remove();
  }

  #draw(areas) {
    const canvas = document.createElement("div");
    canvas.className = "geo-map-canvas";
    canvas.setAttribute("role", "region");
    canvas.setAttribute("aria-label", this.getAttribute("label"));
    this.replaceChildren(canvas);

    const classes = areas.properties.classes.length;
    this.#map = new LeafletMap(canvas, { zoomSnap: 0.25, scrollWheelZoom: false, fadeAnimation: false, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    this.#map.attributionControl.setPrefix(false);
    this.#areas = new GeoJSON(areas, {
      style: ({ properties }) => ({ className: `geo-ward geo-step-${stepOf(properties.class, classes)}`, fillOpacity: 1 }),
      onEachFeature: (feature, shape) => this.#tie(feature.properties, shape),
    }).addTo(this.#map);
    notStops(this.#areas);
    this.#fit();

    for (const row of document.querySelectorAll(`#${this.getAttribute("table")} tr[data-code]`)) this.#tieRow(row);
    this.#select(this.getAttribute("selected"));
    this.#forPrint();
    this.dataset.state = "ready";
  }

  #fit() {
    if (this.#areas.getLayers().length > 0) this.#map.fitBounds(this.#areas.getBounds(), { padding: [8, 8], animate: false });
    else this.#map.setView([52.7, -2.7], 6);
  }

  #tie(area, shape) {
    this.#shapes.set(area.code, shape);
    shape.bindTooltip(tip(area), { sticky: true, className: "geo-tip" });
    shape.on("mouseover", () => this.#light(area.code, true));
    shape.on("mouseout", () => this.#light(area.code, false));
    shape.on("click", () => {
      this.#select(this.#selected === area.code ? null : area.code, true);
      this.#rows.get(area.code)?.scrollIntoView({ block: "nearest" });
    });
  }

  #tieRow(row) {
    const { code } = row.dataset;
    const signal = this.#away.signal;
    this.#rows.set(code, row);
    row.addEventListener("pointerenter", () => this.#light(code, true), { signal });
    row.addEventListener("pointerleave", () => this.#light(code, false), { signal });
    row.addEventListener("focusin", () => this.#light(code, true), { signal });
    row.addEventListener("focusout", () => this.#light(code, false), { signal });
    row.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || window.getSelection()?.toString()) return;
      event.preventDefault(); // the link in the row does the same without script
      this.#select(this.#selected === code ? null : code, true);
    }, { signal });
  }

  #light(code, on) {
    this.#mark(code, "geo-lit", on);
    if (on) this.#shapes.get(this.#selected)?.bringToFront();
  }

  #select(code, byHand = false) {
    if (this.#selected) this.#mark(this.#selected, "geo-selected", false);
    this.#selected = code;
    if (code) this.#mark(code, "geo-selected", true);
    if (!byHand) return;
    this.#tell(code);
    const address = new URL(location.href);
    if (code) address.searchParams.set("selected", code);
    else address.searchParams.delete("selected");
    address.hash = "";
    history.replaceState(history.state, "", address);
  }

  #tell(code) {
    const told = document.getElementById(this.getAttribute("told"));
    const row = this.#rows.get(code);
    if (!told) return;
    told.hidden = !row;
    if (!row) return;
    const link = told.querySelector("a");
    link.textContent = `Everything about ${row.querySelector("a").textContent}`;
    const address = new URL(link.href);
    address.pathname = `/areas/${encodeURIComponent(code)}`;
    link.href = address;
  }

  #mark(code, name, on) {
    const row = this.#rows.get(code);
    const shape = this.#shapes.get(code);
    row?.classList.toggle(name, on);
    if (name === "geo-selected") {
      if (on) row?.querySelector("a")?.setAttribute("aria-current", "true");
      else row?.querySelector("a")?.removeAttribute("aria-current");
    }
    shape?.getElement()?.classList.toggle(name, on);
    if (on) shape?.bringToFront();
  }

  // Paper has another width than the window, and the shapes are drawn for one width.
  #forPrint() {
    const resize = (printing) => {
      this.classList.toggle("geo-printing", printing);
      this.#map.invalidateSize({ animate: false, pan: false });
      this.#fit();
    };
    const signal = this.#away.signal;
    addEventListener("beforeprint", () => resize(true), { signal });
    addEventListener("afterprint", () => resize(false), { signal });
  }
}

const twoDecimals = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2 });
const signed = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, signDisplay: "exceptZero" });

/** Built from nodes: names come from files that anybody may have made. */
function tip(area) {
  const box = document.createElement("div");
  const name = document.createElement("strong");
  name.textContent = area.name;
  box.append(name, `Rank ${area.rank}: ${area.count.toLocaleString("en-GB")}`);
  if (area.share !== null) box.append(` (${twoDecimals.format(area.share)}% of the total)`);
  const lines = [];
  if (area.ratePer1000 !== null) lines.push(`${twoDecimals.format(area.ratePer1000)} per 1,000 people`);
  if (area.previous !== null) lines.push(`${area.previous.toLocaleString("en-GB")} before (${area.changePerCent === null ? "N/A" : `${signed.format(area.changePerCent)}%`})`);
  for (const line of lines) box.append(document.createElement("br"), line);
  return box;
}
