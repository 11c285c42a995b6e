// The history pages: moments in the reader's own time, walking through changes, watching a text grow.
import { watchChanges } from "./changes.js";
import { watchFolds } from "./folds.js";
import { watchPlayback } from "./playback.js";
import { watchTimes } from "./times.js";

watchTimes();
watchFolds();
watchChanges();
watchPlayback();
