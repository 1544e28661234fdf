import { DomUtil, GeoJSON, GridLayer, LatLngBounds, Map as LeafletMap, Marker, DivIcon } from "leaflet/dist/leaflet-src.esm.js";
import { notStops } from "./not-stops.js";
import { Told } from "./told.js";

/** Pictures of a surface. Not Leaflet's own tile layer, which puts an inline picture into tiles that go. */
const Surface = GridLayer.extend({
  initialize(template, options) {
    this.template = template;
    GridLayer.prototype.initialize.call(this, options);
  },
  createTile({ x, y, z }, done) {
    const tile = document.createElement("img");
    tile.alt = "";
    tile.onload = () => done(null, tile);
    tile.onerror = () => done(new Error("no tile"), tile);
    tile.src = this.template.replace("{z}", z).replace("{x}", x).replace("{y}", y);
    return tile;
  },
});

/**
 * A map of heat, cells or wards.
 *   <geo-heat-map tiles="…/{z}/{x}/{y}.png" | shapes="….geojson" outlines="….geojson" towns="….geojson" box="W,S,E,N" table="id" told="id" history="…"></geo-heat-map>
 * second-tiles or second-shapes lie beside the first with a slider between; pair is the id of a map that moves along.
 * Where it looks, how clear it is and what is chosen stand in the address. What is inside is shown where there is no script.
 */
export class GeoHeatMap extends HTMLElement {
  #map;
  #layers = [];
  #cells = new Map();
  #outlines = new Map();
  #away = new AbortController();
  #told;
  #mark;
  #printing = false;

  async connectedCallback() {
    try {
      const [outlines, towns, shapes, second] = await Promise.all(["outlines", "towns", "shapes", "second-shapes"].map((name) => this.#fetch(name)));
      if (this.isConnected) this.#draw(outlines, towns, shapes, second);
    } catch (error) {
      if (this.#away.signal.aborted) return;
      this.dataset.state = "failed";
      console.warn(`The map could not be drawn: ${error.message}`);
    }
  }

  disconnectedCallback() {
    this.#away.abort();
    this.#map?.remove();
  }

  /** Shows another period: pictures or shapes from other addresses, on the same ground. */
  async show(tiles, shapes, name) {
    this.#layers[0]?.remove();
    if (tiles) this.setAttribute("tiles", tiles);
    if (shapes) this.setAttribute("shapes", shapes);
    this.#layers[0] = this.#layer(tiles, shapes && (await this.#fetch("shapes")), "now");
    this.closest("figure")?.querySelector(".geo-map-period")?.replaceChildren(name);
  }

  set opacity(value) {
    for (const pane of ["now", "before"]) {
      const element = this.#map?.getPane(pane);
      if (element) element.style.opacity = value / 100;
    }
  }

  get leaflet() {
    return this.#map;
  }

  async #fetch(name) {
    const address = this.getAttribute(name);
    if (!address) return null;
    const answer = await fetch(address, { signal: this.#away.signal });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return answer.json();
  }

  #draw(outlines, towns, shapes, second) {
    const canvas = document.createElement("div");
    canvas.className = "geo-map-canvas geo-heat-canvas";
    canvas.setAttribute("role", "region");
    canvas.setAttribute("aria-label", this.getAttribute("label"));
    this.replaceChildren(canvas);
    const map = new LeafletMap(canvas, { zoomSnap: 0.25, scrollWheelZoom: false, fadeAnimation: false, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches, minZoom: 6, maxZoom: 16 });
    this.#map = map;
    map.attributionControl.setPrefix(false);
    for (const [at, name] of ["ground", "now", "before", "lines"].entries()) map.createPane(name).style.zIndex = 300 + at * 20;
    map.getPane("lines").style.pointerEvents = "none";
    this.#look();
    const base = this.getAttribute("base");
    if (base) {
      new Surface(base, { pane: "tilePane", maxNativeZoom: 19 }).addTo(map);
      map.attributionControl.addAttribution(new Option(this.getAttribute("base-attribution")).innerHTML);
      this.classList.add("geo-with-base");
    }
    this.#told = new Told(document.getElementById(this.getAttribute("told")), this.getAttribute("history"), this.#away.signal);

    if (outlines) {
      new GeoJSON(outlines, { pane: "ground", interactive: false, style: { className: "geo-ground" } }).addTo(map);
      new GeoJSON(outlines, { pane: "lines", interactive: false, style: { className: "geo-outline" } }).addTo(map);
    }
    this.#layers = [this.#layer(this.getAttribute("tiles"), shapes, "now"), this.#layer(this.getAttribute("second-tiles"), second, "before")];
    for (const { properties, geometry } of towns?.features ?? []) this.#label(properties.name, geometry, "geo-place-name", true);
    for (const { properties, geometry } of outlines?.features ?? []) this.#label(properties.name, geometry, "geo-ward-name", false);
    this.#nameWards();
    map.on("zoomend", () => this.#nameWards());
    this.#opacityControl();
    if (this.#layers[1]) this.#swipe();
    this.#pair();
    this.#tieRows();
    this.#forPrint();
    const opened = this.getAttribute("selected");
    if (opened) this.#select(opened);
    map.on("moveend", () => this.#remember());
    if (this.getAttribute("tiles")) map.on("click", ({ latlng }) => this.#tell(latlng));
    this.dataset.state = "ready";
  }

  #look() {
    const at = this.getAttribute("at")?.split("/").map(Number);
    if (at?.length === 3 && at.every(Number.isFinite)) this.#map.setView([at[1], at[2]], at[0], { animate: false });
    else this.#fit();
  }

  #fit() {
    this.#map.fitBounds(this.#box(), { padding: [8, 8], animate: false });
  }

  #box() {
    const [west, south, east, north] = this.getAttribute("box").split(",").map(Number);
    return new LatLngBounds([south, west], [north, east]);
  }

  #layer(tiles, shapes, pane) {
    // A surface ends with its ground: no tiles beyond it are asked for. The ground's box bends a little in degrees.
    if (tiles) return new Surface(tiles, { pane, bounds: this.#box().pad(0.02), minNativeZoom: 6, maxNativeZoom: 16, keepBuffer: 1, updateWhenZooming: false }).addTo(this.#map);
    if (!shapes) return null;
    this.#cells.clear();
    const layer = new GeoJSON(shapes, {
      pane,
      style: ({ properties }) => ({ className: "geo-cell", fillColor: properties.paint, fillOpacity: 1, color: this.getAttribute("of-wards") ? "#0b0c0c" : "#505a5f", weight: this.getAttribute("of-wards") ? 1.2 : 0.7 }),
      onEachFeature: (feature, shape) => {
        this.#cells.set(feature.id, { shape, feature });
        shape.bindTooltip(tip(feature.properties), { sticky: true, className: "geo-tip" });
        shape.on("click", () => this.#select(feature.id, true));
      },
    }).addTo(this.#map);
    notStops(layer);
    return layer;
  }

  // A label is text on the map and nothing to press.
  #label(name, geometry, className, above) {
    const rings = geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates;
    const points = rings.reduce((most, ring) => (ring.length > most.length ? ring : most), []);
    const [west, east, south, north] = [0, 1].flatMap((axis) => [Math.min(...points.map((p) => p[axis])), Math.max(...points.map((p) => p[axis]))]);
    const [x, y] = [(west + east) / 2, above ? north : (south + north) / 2]; // a town's name stands above it, not on its hot spots
    const text = document.createElement("span");
    text.textContent = name;
    new Marker([y, x], { pane: "lines", interactive: false, keyboard: false, icon: new DivIcon({ className, html: text, iconSize: [0, 0] }) }).addTo(this.#map);
  }

  // Names of wards are for those who have come near.
  #nameWards() {
    this.classList.toggle("geo-near", this.#map.getZoom() >= 11);
  }

  #opacityControl() {
    const label = document.createElement("label");
    label.className = "geo-opacity";
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: 10, max: 100, step: 5, value: this.getAttribute("opacity") ?? 100 });
    label.append("How strong the colours are ", range);
    range.addEventListener("input", () => {
      for (const map of document.querySelectorAll("geo-heat-map")) map.opacity = range.value;
      remember("opacity", range.value === "100" ? null : range.value);
    }, { signal: this.#away.signal });
    this.opacity = range.value;
    if (document.querySelector("geo-heat-map") === this) this.append(label);
  }

  // The first lies left of the slider, the second right of it.
  #swipe() {
    const label = document.createElement("label");
    label.className = "geo-swipe";
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: 0, max: 100, step: 1, value: 50 });
    label.append("Where the two maps meet ", range);
    const line = document.createElement("div");
    line.className = "geo-swipe-line";
    this.firstChild.append(line);
    const cut = () => {
      const { x, y } = this.#map.getSize();
      const [left, right] = [[0, 0], [x, y]].map((corner) => this.#map.containerPointToLayerPoint(corner));
      const at = left.x + (x * range.value) / 100;
      this.#map.getPane("now").style.clip = `rect(${left.y}px, ${at}px, ${right.y}px, ${left.x}px)`;
      this.#map.getPane("before").style.clip = `rect(${left.y}px, ${right.x}px, ${right.y}px, ${at}px)`;
      line.style.left = `${range.value}%`;
    };
    range.addEventListener("input", cut, { signal: this.#away.signal });
    this.#map.on("move zoom resize", cut);
    this.append(label);
    cut();
  }

  #pair() {
    let moving = false;
    this.#map.on("move", () => {
      const other = document.getElementById(this.getAttribute("pair"))?.leaflet;
      if (!other || moving || other.moving) return;
      moving = this.#map.moving = true;
      other.setView(this.#map.getCenter(), this.#map.getZoom(), { animate: false });
      moving = this.#map.moving = false;
    });
  }

  #tieRows() {
    const { signal } = this.#away;
    for (const row of document.querySelectorAll(`#${this.getAttribute("table")} tr[data-code]`)) {
      const { code } = row.dataset;
      row.addEventListener("pointerenter", () => this.#cells.get(code)?.shape.getElement()?.classList.add("geo-lit"), { signal });
      row.addEventListener("pointerleave", () => this.#cells.get(code)?.shape.getElement()?.classList.remove("geo-lit"), { signal });
      row.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || window.getSelection()?.toString()) return;
        event.preventDefault(); // the link in the row does the same without script
        this.#select(code, true);
      }, { signal });
    }
  }

  #select(code, byHand = false) {
    for (const lit of document.querySelectorAll(".geo-selected")) lit.classList.remove("geo-selected");
    const row = document.getElementById(`row-${code}`);
    row?.classList.add("geo-selected");
    const cell = this.#cells.get(code);
    cell?.shape.getElement()?.classList.add("geo-selected");
    cell?.shape.bringToFront();
    const { easting, northing } = cell?.feature.properties.easting === undefined ? (row?.dataset ?? {}) : cell.feature.properties;
    if (this.getAttribute("of-wards")) this.#told.show(cell?.feature.properties.name ?? code, cell?.feature.properties.tip ?? [], { area: code });
    else if (easting !== undefined) this.#told.show(code, cell?.feature.properties.tip ?? [], { easting, northing });
    if (byHand) remember("selected", code);
  }

  // A place of a surface: the cell that holds it.
  #tell(latlng) {
    this.#mark?.remove();
    this.#mark = new Marker(latlng, { interactive: false, keyboard: false, icon: new DivIcon({ className: "geo-here", iconSize: [16, 16] }) }).addTo(this.#map);
    this.#told.show("The square here", [], { longitude: latlng.lng, latitude: latlng.lat });
  }

  #remember() {
    if (this.#printing || this.#map.moving) return;
    const { lat, lng } = this.#map.getCenter();
    remember("at", `${this.#map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  }

  // Paper has another width than the window, and the shapes are drawn for one width.
  #forPrint() {
    let before;
    const resize = (printing) => {
      if (printing) before = [this.#map.getCenter(), this.#map.getZoom()];
      this.#printing = true; // a move that paper makes is not remembered
      this.classList.toggle("geo-printing", printing);
      this.#map.invalidateSize({ animate: false, pan: false });
      if (printing) this.#fit();
      else this.#map.setView(...before, { animate: false });
      this.#printing = printing;
    };
    const { signal } = this.#away;
    addEventListener("beforeprint", () => resize(true), { signal });
    addEventListener("afterprint", () => resize(false), { signal });
    DomUtil.removeClass(this.firstChild, "leaflet-grab");
  }
}

/** Puts a part of the state into the address, without a new entry in the history. */
function remember(name, value) {
  const address = new URL(location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  address.hash = "";
  history.replaceState(history.state, "", address);
}

/** Built from nodes: names come from files that anybody may have made. */
function tip({ name, tip: lines }) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = name;
  box.append(title);
  for (const [at, line] of lines.entries()) {
    if (at > 0) box.append(document.createElement("br"));
    box.append(line);
  }
  return box;
}
