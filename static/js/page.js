// The small behaviours of every page. HTML names them with data-behaviour; each file here does one.
import { watchCopies } from "./page/copy.js";
import { watchDialogs } from "./page/dialogs.js";
import { watchDismissals } from "./page/dismiss.js";
import { watchFiles } from "./page/files.js";
import { watchFilters } from "./page/filter.js";
import { watchHelpKey } from "./page/help-key.js";
import { watchMenus } from "./page/menus.js";
import { watchReorder } from "./page/reorder.js";
import { watchReveals } from "./page/reveal.js";
import { watchSendKey } from "./page/send-key.js";
import { watchSubmits } from "./page/submit-once.js";
import { watchTheme } from "./page/theme.js";

watchTheme();
watchMenus();
watchDialogs();
watchHelpKey();
watchDismissals();
watchReveals();
watchCopies();
watchFiles();
watchFilters();
watchSendKey();
watchSubmits();
watchReorder();
