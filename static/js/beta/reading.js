// The reading page's script: brings each behaviour to its markup.
import { watchChapter } from "../desk/live.js";
import { each } from "../page/behaviour.js";
import { watchComposer } from "./composer.js";
import { watchEnd } from "./reading-end.js";
import { openReading } from "./reading-room.js";
import { watchReadingType } from "./reading-type.js";
import { cardOf } from "./thread-cards.js";
import { selectThread, watchThreadList } from "./thread-list.js";
import { watchWriting } from "./writing.js";

watchWriting();
watchComposer();
watchReadingType();
each("reading", openReading);
each("reading-end", watchEnd);
watchThreadList();
each("live", watchChapter);

const [, linked] = location.hash.match(/^#thread-(\d+)$/) ?? [];
if (linked) {
  selectThread(Number(linked), "card");
  cardOf(Number(linked))?.focus({ preventScroll: true });
}
