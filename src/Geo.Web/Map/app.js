// The pages work without this script; it draws the maps, ties them to their tables, and suggests what may be searched for.
import { GeoMap } from "./geo-map.js";
import { GeoHeatMap } from "./heat-map.js";
import { GeoJobs } from "../Jobs/jobs.js";
import { GeoMonths } from "./months.js";
import { GeoPng } from "./png.js";
import { GeoSearch } from "../Search/geo-search.js";
import { GeoUpload } from "../Intake/upload.js";

customElements.define("geo-map", GeoMap);
customElements.define("geo-heat-map", GeoHeatMap);
customElements.define("geo-jobs", GeoJobs);
customElements.define("geo-months", GeoMonths);
customElements.define("geo-png", GeoPng);
customElements.define("geo-search", GeoSearch);
customElements.define("geo-upload", GeoUpload);
