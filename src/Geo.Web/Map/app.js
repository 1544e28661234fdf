// The page works without this script; it draws the map and ties it to the table.
import { GeoMap } from "./geo-map.js";

customElements.define("geo-map", GeoMap);
