// The desk page's script: brings each behaviour to its markup, now and after htmx put in something new.
import { watchDeskThreads } from "../beta/desk-threads.js";
import { each } from "../page/behaviour.js";
import { openTitle } from "./chapter-title.js";
import { closeLostEditors, mountEditor } from "./editor.js";
import { openFindBar } from "./find.js";
import { watchFocusMode } from "./focus-mode.js";
import { openLinkPopover } from "./link.js";
import { watchChapter } from "./live.js";
import { openPanels } from "./panels.js";
import { watchSavedState } from "./saved-state.js";
import { openToolbar } from "./toolbar.js";
import { openTypographySwitch } from "./typography-switch.js";
import { watchWordCounts } from "./word-count.js";

watchSavedState();
watchWordCounts();
watchFocusMode();
watchDeskThreads();
each("link-popover", openLinkPopover);
each("editor-toolbar", openToolbar);
each("find-bar", openFindBar);
each("typography-switch", openTypographySwitch);
each("panels", openPanels);
each("document-editor", mountEditor);
each("chapter-title", openTitle);
each("live", watchChapter);
document.addEventListener("htmx:after:swap", closeLostEditors);
