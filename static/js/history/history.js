// The history pages: moments in the reader's own time, choosing versions, walking through changes, watching a text grow.
import { watchChanges } from "./changes.js";
import { watchChoices } from "./choices.js";
import { watchFolds } from "./folds.js";
import { watchPlayback } from "./playback.js";
import { watchTimes } from "./times.js";

watchTimes();
watchChoices();
watchFolds();
watchChanges();
watchPlayback();
