// The pages work without this script; it draws the maps and ties them to their tables.
import { GeoMap } from "./geo-map.js";
import { GeoHeatMap } from "./heat-map.js";
import { GeoMonths } from "./months.js";
import { GeoPng } from "./png.js";

customElements.define("geo-map", GeoMap);
customElements.define("geo-heat-map", GeoHeatMap);
customElements.define("geo-months", GeoMonths);
customElements.define("geo-png", GeoPng);
