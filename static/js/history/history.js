// The history pages: moments in the reader's own time, and walking through changes.
import { watchChanges } from "./changes.js";
import { watchFolds } from "./folds.js";
import { watchTimes } from "./times.js";

watchTimes();
watchFolds();
watchChanges();
