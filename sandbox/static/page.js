// Starts the small behaviours of a page; without them every page still works.
import { tellTimes } from "./times.js";
import { countLetters } from "./counting.js";
import { showChosen } from "./chosen.js";
import { sendQuietly } from "./quiet.js";
import { stayLive } from "./live.js";

tellTimes();
countLetters();
showChosen();
sendQuietly();
stayLive();
